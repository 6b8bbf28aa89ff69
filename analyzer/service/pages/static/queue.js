/* The first page: files dropped or chosen are sent one by one, and the queue is kept up to date while they are read. */
import { call, elements, getHtml, getJson, say } from "./base.js";

const AT_ONCE = 2; // uploads at a time
const form = document.getElementById("tha-tep");
const queue = document.getElementById("hang-doi");
const uploads = document.getElementById("dang-gui");
const waiting = [];
let sending = 0;
let watching = null; // the timer of the next look at the queue
let followed = null; // the one file whose document is opened as soon as it is read

function takeFiles(form) {
  const input = form.querySelector('input[type="file"]');
  form.classList.add("scripted");
  form.querySelector("button").hidden = true;
  form.querySelector(".choose").hidden = false;
  input.addEventListener("change", () => {
    send([...input.files]);
    input.value = "";
  });
  let depth = 0;
  const over = (on) => form.classList.toggle("over", on);
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth += 1;
    over(true);
  });
  addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth = Math.max(0, depth - 1);
    over(depth > 0);
  });
  addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    over(false);
    send([...event.dataTransfer.files]);
  });
  addEventListener("beforeunload", (event) => {
    if (sending || waiting.length) event.preventDefault();
  });
}

function send(files) {
  if (!files.length) return;
  const alone = files.length === 1 && !sending && !waiting.length && !queue.querySelector('[data-state="running"], [data-state="queued"]');
  followed = null;
  for (const file of files) waiting.push(row(file, alone));
  next();
}

/** A line for a file that is being sent. */
function row(file, alone) {
  const item = document.createElement("li");
  item.className = "job sending";
  const name = document.createElement("span");
  name.className = "job-name";
  const bold = document.createElement("b");
  bold.textContent = file.name;
  name.append(bold);
  const state = document.createElement("span");
  state.className = "job-state";
  const stage = document.createElement("span");
  stage.className = "job-stage";
  stage.textContent = "Chờ tải lên";
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Tải lên ${file.name}`);
  state.append(stage, bar);
  const actions = document.createElement("span");
  actions.className = "job-actions cluster";
  item.append(name, state, actions);
  uploads.append(item);
  document.getElementById("hang-doi-ten").hidden = false;
  const upload = { file, item, stage, bar, state, actions, alone, request: null };
  offer(upload, "Hủy", "tải lên", () => drop(upload));
  return upload;
}

function offer(upload, label, what, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small";
  button.textContent = label;
  const more = document.createElement("span");
  more.className = "visually-hidden";
  more.textContent = ` ${what} ${upload.file.name}`;
  button.append(more);
  button.addEventListener("click", act);
  upload.actions.append(button);
}

function drop(upload) {
  const at = waiting.indexOf(upload);
  if (at >= 0) waiting.splice(at, 1);
  upload.request?.abort();
  upload.item.remove();
  form.querySelector('input[type="file"]').focus();
}

function next() {
  while (sending < AT_ONCE && waiting.length) start(waiting.shift());
}

function start(upload) {
  const largest = Number(form.dataset.largest);
  if (upload.file.size > largest) {
    fail(upload, `Tệp quá lớn: ${megabytes(upload.file.size)}, giới hạn ${megabytes(largest)}. Hãy giảm độ phân giải bản quét hoặc tách tệp.`, false);
    return;
  }
  if (!upload.file.size) {
    fail(upload, "Tệp rỗng hoặc là thư mục. Hãy chọn tệp khác.", false);
    return;
  }
  sending += 1;
  const request = new XMLHttpRequest();
  upload.request = request;
  request.open("POST", "/");
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRF-Token", document.querySelector('meta[name="csrf"]').content);
  upload.stage.textContent = "Đang tải lên";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) upload.bar.value = event.loaded / event.total;
  });
  request.addEventListener("loadend", () => {
    sending -= 1;
    upload.request = null;
    if (request.status === 202) {
      upload.item.remove();
      if (upload.alone) follow(request.response.id);
      watch();
    } else if (request.status) {
      const problem = request.response ?? {};
      fail(upload, problem.detail_vi ?? `Máy chủ không nhận tệp (${request.status}). Hãy thử lại sau.`, request.status !== 413);
    } else if (upload.item.isConnected) {
      fail(upload, "Không kết nối được với máy chủ. Kiểm tra mạng rồi thử lại.", true);
    }
    next();
  });
  const data = new FormData();
  data.append("tep", upload.file);
  request.send(data);
}

function fail(upload, message, hopeful) {
  upload.state.replaceChildren();
  upload.actions.replaceChildren();
  const text = document.createElement("p");
  text.className = "job-error";
  text.textContent = message;
  text.setAttribute("role", "alert");
  upload.item.append(text);
  if (hopeful) {
    offer(upload, "Thử lại", "tải lên", () => {
      upload.item.remove();
      waiting.push(row(upload.file, upload.alone));
      next();
    });
  }
  offer(upload, "Bỏ", "khỏi danh sách", () => drop(upload));
}

const megabytes = (bytes) => `${(bytes / 1e6).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} MB`;

/** Waits for the one file that was dropped and opens its document. */
async function follow(id) {
  followed = id;
  while (followed === id) {
    let job;
    try {
      job = await getJson(`/v1/jobs/${encodeURIComponent(id)}?wait=20`);
    } catch {
      return; // the queue goes on telling how far it is
    }
    if (job.document && followed === id) location.assign(`/van-ban/${encodeURIComponent(job.document)}`);
    if (!["queued", "running"].includes(job.state)) return;
  }
}

/* The queue. */

async function watch() {
  if (watching) clearTimeout(watching);
  watching = null;
  const before = states();
  try {
    show(await getHtml("/hang-doi"));
  } catch (error) {
    watching = setTimeout(watch, 5000);
    return;
  }
  tell(before, states());
  if (queue.querySelector('[data-state="running"], [data-state="queued"]')) watching = setTimeout(watch, 700);
}

const states = () => new Map([...queue.querySelectorAll("[data-job]")].map((job) => [job.dataset.job, job.dataset.state]));

function show(html) {
  const held = document.activeElement?.closest("[data-job]")?.dataset.job;
  const fresh = elements(html);
  queue.replaceChildren(fresh);
  if (held) queue.querySelector(`[data-job="${CSS.escape(held)}"] :is(a, button)`)?.focus();
  document.getElementById("hang-doi-ten").hidden = !queue.childElementCount && !uploads.childElementCount;
}

/** Says what has come to an end since, and shows the documents that are there now. */
function tell(before, after) {
  const ended = [...after].filter(([id, state]) => before.get(id) !== state && !["queued", "running"].includes(state));
  if (!ended.length) return;
  const words = ended.map(([id]) => {
    const job = queue.querySelector(`[data-job="${CSS.escape(id)}"]`);
    return `${job.querySelector(".job-name").textContent.trim()}: ${job.querySelector(".job-state").textContent.trim()}`;
  });
  document.getElementById("hang-doi-tin").textContent = words.join(". ");
  if (ended.some(([id, state]) => state === "done" && id !== followed)) refreshDocuments();
}

async function refreshDocuments() {
  const page = elements(await getHtml(location.href).catch(() => ""));
  const fresh = page.querySelector("#van-ban");
  const old = document.getElementById("van-ban");
  if (fresh && !old.contains(document.activeElement)) old.replaceWith(fresh);
}

queue.addEventListener("submit", async (event) => {
  event.preventDefault();
  const pressed = event.target;
  pressed.querySelector("button").disabled = true;
  try {
    await call("POST", pressed.action, { form: new FormData(pressed) });
  } catch (error) {
    say(error.message, "danger");
  }
  watch();
});

if (form) takeFiles(form);
watch();
