// Says two minutes before the session ends that it will, and lets people go on. Other tabs may keep it awake meanwhile.
const toast = document.getElementById("resting");
const WARN_SECONDS = 120;
const token = () => document.body.getAttribute("hx-headers")?.match(/"X-CSRFToken": "(\w+)"/)?.[1] ?? "";

const ask = async (method) => {
  const answer = await fetch(toast.dataset.url, {
    method,
    redirect: "manual",
    headers: { "X-Requested-With": "resting", "X-CSRFToken": token() },
  });
  return answer.ok ? (await answer.json()).seconds : 0;
};

const show = (over) => {
  toast.hidden = false;
  toast.querySelector("[data-soon]").hidden = over;
  toast.querySelector("[data-over]").hidden = !over;
  toast.querySelector("button").hidden = over;
};

let timer;
const wait = (seconds) => {
  clearTimeout(timer);
  toast.hidden = seconds > WARN_SECONDS;
  if (seconds <= 0) return show(true);
  if (seconds <= WARN_SECONDS) show(false);
  const pause = seconds > WARN_SECONDS ? seconds - WARN_SECONDS : seconds + 1;
  timer = setTimeout(() => ask("GET").then(wait, () => wait(WARN_SECONDS)), pause * 1000);
};

toast.querySelector("button").addEventListener("click", () => ask("POST").then(wait, () => {}));
wait(Number(toast.dataset.seconds));
