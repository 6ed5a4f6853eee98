// The second click of a double click sends nothing: a form that was just sent waits a little before it can be sent again.
const PAUSE = 2000;
const sent = new WeakMap();

addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.timeStamp - (sent.get(event.target) ?? -PAUSE) < PAUSE) event.preventDefault();
  else sent.set(event.target, event.timeStamp);
});
