// What a form does in the browser of whoever fills it in: reads the fields, pads what was typed, seals it to the section's key,
// shows the sealed text. It asks no server for anything and keeps nothing. What it says stands in the page, in both languages;
// here is no word of it. Built into form.js by .ci/form; see README.md beside this file.
import { Encrypter, armor } from "age-encryption";
import { encode } from "uqr";

const page = document.documentElement;
const form = document.querySelector("form");
const shown = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
// What a QR code of bytes can hold, less a margin; beyond, a telephone does not read it from paper.
const QR_MOST = 2300;

// The page is in both languages; its own word says which one shows. An option has one text, so it is put there.
function speak(lang) {
  page.lang = lang;
  document.title = page.dataset[lang];
  for (const option of document.querySelectorAll("option")) option.textContent = option.dataset[lang] ?? "";
  for (const button of document.querySelectorAll("[data-speak]")) {
    button.setAttribute("aria-pressed", String(button.dataset.speak === lang));
  }
}

// The answers by the names of the fields, in the order of the page. What stayed empty is not there.
function answers() {
  const said = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "submit" || field.type === "button") continue;
    if (field.type === "radio" && !field.checked) continue;
    if (field.type === "checkbox") {
      if (!field.checked) continue;
      (said[field.name] ??= []).push(field.value);
      continue;
    }
    const value = field.value.normalize("NFC").trim();
    if (value) said[field.name] = value;
  }
  return said;
}

// Spaces at the end, up to the next of the sizes: the length of the sealed text says nothing of the length of a name.
function padded(text, least) {
  const bytes = new TextEncoder().encode(text);
  let size = least;
  while (size < bytes.length) size *= 2;
  const out = new Uint8Array(size).fill(0x20);
  out.set(bytes);
  return out;
}

async function seal() {
  const { to, form: of, pad } = form.dataset;
  const encrypter = new Encrypter();
  encrypter.addRecipient(to);
  const plain = padded(JSON.stringify({ form: of, answers: answers() }), Number(pad));
  return armor.encode(await encrypter.encrypt(plain));
}

// One path of squares; nothing but numbers goes into it.
function draw(text, into) {
  into.replaceChildren();
  if (text.length > QR_MOST) return false;
  const code = encode(text, { ecc: "L", border: 4 });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${code.size} ${code.size}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  let line = "";
  code.data.forEach((row, y) => row.forEach((dark, x) => {
    if (dark) line += `M${x} ${y}h1v1h-1z`;
  }));
  path.setAttribute("d", line);
  svg.append(path);
  into.append(svg);
  return true;
}

// One message at a time, in the place that a screen reader follows.
function say(id) {
  for (const one of shown("said").children) one.hidden = one.id !== id;
}

async function sealed(event) {
  event.preventDefault();
  try {
    const text = await seal();
    shown("sealed").value = text;
    shown("no-code").hidden = draw(text, shown("code"));
    shown("done").hidden = false;
    say("is-sealed");
    shown("done-title").focus();
  } catch {
    say("not-sealed");
  }
}

async function copy() {
  const field = shown("sealed");
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.focus();
    field.select();
    document.execCommand("copy");
  }
  say("is-copied");
}

// The file has the same name for everybody.
function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([shown("sealed").value], { type: "text/plain" }));
  link.download = "reponse.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  say("is-saved");
}

function clear() {
  form.reset();
  shown("sealed").value = "";
  shown("code").replaceChildren();
  shown("done").hidden = true;
  say("is-cleared");
  form.querySelector("input, select, textarea")?.focus();
}

for (const button of document.querySelectorAll("[data-speak]")) {
  button.addEventListener("click", () => speak(button.dataset.speak));
}
form.addEventListener("submit", sealed);
// What is sealed is what the fields said: once one changes it is so no longer.
form.addEventListener("input", () => { shown("done").hidden = true; });
shown("copy").addEventListener("click", copy);
shown("save").addEventListener("click", save);
shown("print").addEventListener("click", () => window.print());
shown("clear").addEventListener("click", clear);
speak((navigator.language || "fr").toLowerCase().startsWith("fr") ? "fr" : "en");
shown("stopped").hidden = true;
shown("start").hidden = false;
