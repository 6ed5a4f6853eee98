// Light or dark: the system decides until the reader does. Runs before the first paint, so it stays tiny.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const shown = () => root.dataset.theme || (system.matches ? "dark" : "light");
  const mark = () => { root.dataset.shown = shown(); };

  root.classList.add("js");
  mark();
  system.addEventListener("change", mark);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const wanted = shown() === "dark" ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `gugus_theme=${wanted}; path=/; max-age=31536000; SameSite=Lax${secure}`;
    root.dataset.theme = wanted;
    mark();
  });
})();
