// Small manners that pages can do without: menus close again, the first error gets the focus, the print button prints.
const menus = () => document.querySelectorAll("details.menu[open], .dock > details[open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

const focusFirst = (root) => root.querySelector("[data-focus-first]")?.focus();
focusFirst(document);
document.addEventListener("htmx:afterSwap", (event) => focusFirst(event.detail.target));
