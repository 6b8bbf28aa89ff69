/* Choosing words of the document with the keyboard: its text in a field in which nothing can be typed. */

import { ask, call, say } from "./base.js";
import { pointsIn, trimmed, unitsIn } from "./review.points.js";
import { pageAddress } from "./review.state.js";

const dialog = document.getElementById("hop-chon-chu");
const field = document.getElementById("chu-van-ban");
const told = document.getElementById("da-chon");
let loaded = false;

async function load() {
  if (loaded) return;
  field.value = await (await call("GET", pageAddress("/chu.txt"), { accept: "text/plain" })).text();
  loaded = true;
}

function chosen() {
  const words = field.value.slice(field.selectionStart, field.selectionEnd);
  return words.trim() ? trimmed(words, pointsIn(field.value, field.selectionStart)) : null;
}

function tellChosen() {
  const found = chosen();
  const text = found ? found.text.replace(/\s+/g, " ") : "";
  told.textContent = found ? `Đang chọn: “${text.length > 160 ? `${text.slice(0, 80)} … ${text.slice(-60)}` : text}”` : "Chưa chọn chữ nào.";
}

field.setAttribute("aria-readonly", "true");
field.addEventListener("beforeinput", (event) => event.preventDefault());
for (const name of ["select", "keyup", "pointerup", "focus"]) field.addEventListener(name, tellChosen);

/** The words that a person chooses: {start, end, text}, null where they give up. `range` is chosen at first. */
export async function pickWords(range = null) {
  try {
    await load();
  } catch (error) {
    say(error.message, "danger");
    return null;
  }
  const answer = ask(dialog);
  field.focus();
  const from = range ?? { start: 0, end: 0 };
  const begin = unitsIn(field.value, from.start);
  // Setting the caret alone first has the field scroll to it.
  field.setSelectionRange(begin, begin);
  field.blur();
  field.focus();
  field.setSelectionRange(begin, unitsIn(field.value, from.end));
  tellChosen();
  if ((await answer) !== "ok") return null;
  const found = chosen();
  if (!found) say("Chưa chọn chữ nào.", "warn");
  return found;
}
