/* The due page: the standing of a task is set in its row; a day and a document are asked for in a dialog. */
import { elements, getHtml, say } from "./base.js";
import { completeAgencies } from "./base.combobox.js";

const list = () => document.getElementById("danh-sach");
const dialog = document.getElementById("hop-tinh-trang");

for (const input of document.querySelectorAll("[data-agencies]")) completeAgencies(input);
document.documentElement.classList.add("scripted");

/* With the arrow keys each value on the way would be chosen: it counts when it is confirmed. */
let byKey = false;
document.addEventListener("pointerdown", () => { byKey = false; });
document.addEventListener("keydown", (event) => {
  const choice = event.target.closest?.(".standing-choice select");
  byKey = Boolean(choice);
  if (!choice || event.key !== "Enter" || !choice.form.classList.contains("pending")) return;
  event.preventDefault();
  decide(choice);
});

document.addEventListener("change", (event) => {
  const choice = event.target.closest(".standing-choice select");
  if (!choice) return;
  if (byKey) choice.form.classList.add("pending");
  else decide(choice);
});

function decide(choice) {
  const form = choice.form;
  form.classList.remove("pending");
  if (["done", "extend"].includes(choice.value)) openForm(`${form.action}?chon=${choice.value}`, choice);
  else save(form, choice);
}

document.addEventListener("click", (event) => {
  const whole = event.target.closest("[data-whole]");
  if (whole && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openForm(whole.href, whole);
  }
  if (event.target.closest("dialog [data-dismiss]")) {
    event.preventDefault();
    dialog.close("");
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest(".standing-choice, #hop-tinh-trang")) return;
  event.preventDefault();
  if (form.closest(".standing-choice")) decide(form.elements.chon);
  else save(form, null);
});

let opener = null;

/** Shows a form of the service in the dialog. */
async function openForm(address, from) {
  opener = from.closest("tr")?.id ?? null;
  try {
    fill(await getHtml(address));
  } catch (error) {
    say(error.message, "danger");
    reset(from);
  }
}

function fill(html) {
  const section = elements(html).querySelector("#tinh-trang");
  if (!section) throw new Error("Không mở được biểu mẫu. Hãy tải lại trang rồi thử lại.");
  section.classList.remove("card");
  const heading = section.querySelector("h1");
  const title = document.createElement("h2");
  title.id = heading.id;
  title.append(...heading.childNodes);
  heading.replaceWith(title);
  dialog.replaceChildren(section);
  if (!dialog.open) {
    dialog.returnValue = "";
    dialog.showModal();
  }
  const extended = section.querySelector(".extension input:checked") && section.querySelector("#extended-to");
  (extended && !extended.value ? extended : section.querySelector("input:checked, .button.primary"))?.focus();
}

dialog.addEventListener("close", () => {
  const stale = dialog.querySelector("[data-refresh]") !== null;
  dialog.replaceChildren();
  if (dialog.returnValue === "saved") return;
  for (const form of document.querySelectorAll(".standing-choice")) form.reset();
  if (stale) refresh();
  else document.getElementById(opener)?.querySelector("select")?.focus();
});

/** Sends a form; what somebody else set in the meantime is shown beside it, to choose. */
async function save(form, choice) {
  if (choice) opener = form.closest("tr").id;
  const wanted = form.elements.chon.value;
  const button = form.querySelector('button[type="submit"]');
  button.disabled = true;
  if (choice) choice.disabled = true;
  const data = new FormData(form);
  if (choice) data.set("chon", wanted);
  try {
    const html = await sent(form.action, data);
    if (html !== null) {
      fill(html);
      return;
    }
    if (dialog.open) dialog.close("saved");
    await refresh();
    say(`Đã lưu: ${SAVED[wanted] ?? "tình trạng"}.`, "good");
  } catch (error) {
    say(error.message, "danger");
    if (choice) reset(choice);
  } finally {
    button.disabled = false;
    if (choice) choice.disabled = false;
  }
}

const SAVED = { todo: "chưa thực hiện", doing: "đang thực hiện", done: "hoàn thành" };

/** Sends a form; gives the page about a conflict, null where all is well. */
async function sent(address, data) {
  let response;
  try {
    response = await fetch(address, { method: "POST", body: new URLSearchParams(data), headers: { Accept: "text/html" } });
  } catch {
    throw new Error("Không kết nối được với máy chủ. Kiểm tra mạng rồi thử lại.");
  }
  if (response.ok) return null;
  const html = await response.text();
  if (response.status === 409) return html;
  throw new Error(elements(html).querySelector(".error-page .lead")?.textContent ?? `Máy chủ trả lời ${response.status}.`);
}

function reset(from) {
  from.closest("form")?.reset();
}

/** The list as it is now, with the focus where it was or, where the row has gone, on the list. */
async function refresh() {
  const fresh = elements(await getHtml(location.href)).querySelector("#danh-sach");
  if (!fresh) return;
  list().replaceWith(fresh);
  const row = document.getElementById(opener);
  (row?.querySelector("select") ?? document.getElementById("ten-danh-sach"))?.focus();
}
