// Takes the link's secret from behind the # into the form and out of the address bar and the history.
const field = document.querySelector("[name=key]");

if (field) {
  const key = location.hash.slice(1);
  if (key) {
    field.value = key;
    history.replaceState(null, "", location.pathname);
  }
  if (/^[\w-]{32}$/.test(field.value)) field.closest(".field").hidden = true;
}
