// Says when the connection is gone, and when a part of the page could not be fetched.
const toast = document.getElementById("connection");
let timer = 0;

const show = (lost) => { if (toast) toast.hidden = !lost; };
const showBriefly = () => {
  show(true);
  clearTimeout(timer);
  timer = setTimeout(() => show(!navigator.onLine), 8000);
};

addEventListener("offline", () => show(true));
addEventListener("online", () => show(false));
document.addEventListener("htmx:sendError", showBriefly);
document.addEventListener("htmx:timeout", showBriefly);
if (!navigator.onLine) show(true);
