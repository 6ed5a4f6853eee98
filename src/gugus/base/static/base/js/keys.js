// Keyboard paths: "/" searches, "g" and a letter goes to a place of the navigation, "?" lists them.
// Single letters can be switched off on the list (cookie gugus_keys=off), as WCAG 2.1.4 asks.
const off = () => /(?:^|; )gugus_keys=off/.test(document.cookie);
let waitingForPlace = 0;

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const go = (key) => document.querySelector(`a[data-key="${CSS.escape(key)}"]`);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || off() || typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    return;
  }
  if (event.key === "?") return void go("?")?.click();
  if (event.key === "g") return void (waitingForPlace = Date.now() + 1500);
  if (Date.now() < waitingForPlace) go(event.key)?.click();
  waitingForPlace = 0;
});

const toggle = document.querySelector("[data-keys-switch]");
if (toggle) {
  const show = () => { toggle.setAttribute("aria-pressed", String(!off())); };
  show();
  toggle.addEventListener("click", () => {
    document.cookie = `gugus_keys=${off() ? "on" : "off"}; path=/; max-age=31536000; SameSite=Lax`;
    show();
  });
}
