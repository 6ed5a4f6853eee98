// Takes what the square or the link holds behind the # into the form, out of the address bar and the history, and goes on.
const field = document.querySelector("[name=code], [name=key]");

const take = () => {
  const held = location.hash.slice(1);
  if (!field || !held) return;
  history.replaceState(null, "", location.pathname);
  field.value = held;
  field.form.requestSubmit();
};

take();
addEventListener("hashchange", take); // a link that is opened where this page stands already
