// Signing on the screen: a field to draw in, whose picture travels in the hidden input. Without this script, or without
// a pointer, a scan of the signed paper is chosen instead. Before sending, the connection is tried: when it is gone,
// nothing leaves the page and nothing that was typed or drawn is lost.
const WIDE = 900, HIGH = 300;

const restore = async (input, canvas, pen) => {
  const body = input.value.split(",")[1];
  if (!body) return false;
  try {
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    pen.drawImage(await createImageBitmap(new Blob([bytes], { type: "image/png" })), 0, 0, canvas.width, canvas.height);
    return true;
  } catch {
    return false;
  }
};

const place = (event, canvas) => {
  const box = canvas.getBoundingClientRect();
  return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
};

const fieldFor = async (sheet) => {
  const input = sheet.querySelector("[data-drawing]");
  const canvas = sheet.querySelector("canvas");
  if (!input || !canvas) return;
  sheet.querySelector("[data-signing]").hidden = false;
  canvas.width = WIDE;
  canvas.height = HIGH;
  const pen = canvas.getContext("2d");
  pen.lineWidth = 5;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#111";
  let drawing = false;
  await restore(input, canvas, pen);
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event, canvas));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...place(event, canvas));
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (drawing) input.value = canvas.toDataURL("image/png");
      drawing = false;
    });
  }
  sheet.querySelector("[data-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    input.value = "";
  });
};

const sendSafely = (sheet) => {
  const gone = sheet.querySelector("[data-gone]");
  sheet.addEventListener("submit", async (event) => {
    if (sheet.dataset.tried) return;
    event.preventDefault();
    try {
      await fetch(sheet.dataset.probe, { method: "HEAD", cache: "no-store", credentials: "omit" });
    } catch {
      gone.hidden = false;
      gone.focus();
      return;
    }
    sheet.dataset.tried = "yes";
    gone.hidden = true;
    sheet.requestSubmit();
  });
};

for (const sheet of document.querySelectorAll("form[data-sign]")) {
  fieldFor(sheet);
  sendSafely(sheet);
}
