// Leaves at once: hides the page, renames this entry of the history, goes to a neutral site in its place.
// Without a script the link itself goes there. Esc three times within two seconds does the same.
const link = document.querySelector("[data-quick-exit]");
let presses = [];

const leave = () => {
  document.documentElement.hidden = true;
  document.title = " ";
  history.replaceState(null, "", "/");
  location.replace(link.href);
};

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return void (presses = []);
    presses = [...presses.filter((at) => at > Date.now() - 2000), Date.now()];
    if (presses.length >= 3) leave();
  });
  // Coming back with the browser's button must not bring the page out of memory.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
