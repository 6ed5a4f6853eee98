// Drafts of long notes: <textarea data-autosave-url="…"> is sent while one types and once more when one pauses.
// The text lives in this page's memory and on the server, never in the browser's storage: computers are shared.
// With data-autosave-form the whole form goes along, and its field `seen` follows the version that the server answers;
// 409 means: somebody else wrote meanwhile, both texts are kept, and X-Compare says where they stand side by side. What
// stands comes along (`by`, `text`) and is shown below one's own text.
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
const PAUSE = 1500;
const RETRIES = [2000, 5000, 15000, 30000];
const unsaved = new Set();

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
const csrf = () => cookie("__Host-csrftoken") || cookie("csrftoken");
const tokenOf = (form) => csrf() || form?.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
const hour = (date) => date.toLocaleTimeString("id", { hour: "2-digit", minute: "2-digit" });

class Draft {
  constructor(area) {
    this.area = area;
    this.acknowledged = area.value;
    this.attempt = 0;
    this.line = document.createElement("span");
    this.line.className = "autosave";
    this.line.setAttribute("role", "status");
    area.insertAdjacentElement("afterend", this.line);
    area.addEventListener("input", () => this.later(PAUSE));
    this.whole = "autosaveForm" in area.dataset ? area.form : null;
    this.whole?.addEventListener("change", () => { this.touched = true; this.later(PAUSE); });
    area.form?.addEventListener("submit", () => this.submitting());
    addEventListener("online", () => this.dirty && this.send());
  }

  get dirty() { return this.touched || this.area.value !== this.acknowledged; }

  get parcel() {
    return this.whole ? new URLSearchParams(new FormData(this.whole)) : new URLSearchParams({ [this.area.name]: this.area.value });
  }

  later(wait) {
    unsaved.add(this);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send() {
    if (this.busy || !this.dirty) return;
    const text = this.area.value;
    this.busy = true;
    this.touched = false;
    this.say("saving", words.saving);
    try {
      const answer = await fetch(this.area.dataset.autosaveUrl, {
        method: "POST",
        headers: { "X-CSRFToken": tokenOf(this.area.form), "X-Requested-With": "autosave" },
        body: this.parcel,
        redirect: "manual",
      });
      const beside = this.whole && answer.status === 409 && answer.headers.get("X-Compare");
      if (answer.ok || beside) this.kept(text, answer, beside);
      else this.lost(answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403);
      if (beside) this.other(await answer.json().catch(() => null));
    } catch {
      this.lost(false);
    } finally {
      this.busy = false;
    }
  }

  kept(text, answer, beside) {
    this.acknowledged = text;
    this.attempt = 0;
    const seen = !beside && this.whole?.querySelector("[name=seen]");
    if (seen && answer.headers.get("X-Version")) seen.value = answer.headers.get("X-Version");
    if (beside) this.both(beside);
    if (this.dirty) return this.later(PAUSE);
    unsaved.delete(this);
    if (!beside) this.say("saved", `${words.saved} ${hour(new Date())}`);
  }

  both(address) {
    this.say("failed", words.both);
    const link = document.createElement("a");
    Object.assign(link, { href: address, textContent: words.compare });
    this.line.append(" ", link);
  }

  other(stands) {
    this.rival?.remove();
    if (!stands?.text) return;
    this.rival = document.createElement("blockquote");
    this.rival.className = "words small muted";
    this.rival.textContent = stands.by ? `${stands.by}: ${stands.text}` : stands.text;
    this.line.insertAdjacentElement("afterend", this.rival);
  }

  lost(signedOut) {
    this.touched = this.whole !== null;
    this.say("failed", signedOut ? words.expired : words.failed);
    if (signedOut) {
      const link = document.createElement("a");
      Object.assign(link, { href: "/akun/login/", target: "_blank", rel: "noopener", textContent: words.signin });
      this.line.append(" ", link);
    }
    this.later(RETRIES[Math.min(this.attempt++, RETRIES.length - 1)]);
  }

  submitting() {
    // After a new sign-in the old page's token is stale: take the one the cookie holds now.
    const hidden = this.area.form.querySelector("[name=csrfmiddlewaretoken]");
    if (hidden && csrf()) hidden.value = csrf();
    unsaved.delete(this);
    clearTimeout(this.timer);
  }

  say(state, text) {
    this.line.dataset.state = state;
    this.line.textContent = text;
  }
}

const start = (root) => {
  for (const area of root.querySelectorAll("textarea[data-autosave-url]:not([data-autosave-on])")) {
    area.dataset.autosaveOn = "";
    new Draft(area);
  }
};

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
