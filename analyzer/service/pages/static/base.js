/* What the scripts of all pages share: calls of the service, messages, dialogs. */

export class Refused extends Error {
  /** An answer that says no: `status`, and `problem` as the service describes it. */
  constructor(status, problem) {
    super(problem.detail_vi || problem.title_vi || `Máy chủ trả lời ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

async function answer(response) {
  if (response.ok) return response;
  let problem = {};
  if ((response.headers.get("content-type") ?? "").includes("json")) problem = await response.json();
  throw new Refused(response.status, problem);
}

/** Calls the service and gives the Response; throws Refused, or Error in Vietnamese where it cannot be reached. */
export async function call(method, address, { json, form, accept = "application/json", signal } = {}) {
  const headers = { Accept: accept };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf();
  if (json !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(address, {
      method, headers, signal, credentials: "same-origin", body: json !== undefined ? JSON.stringify(json) : form,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("Không kết nối được với máy chủ. Kiểm tra mạng rồi thử lại.");
  }
  return answer(response);
}

export const getJson = async (address, options) => (await call("GET", address, options)).json();
export const postJson = async (address, json, options) => (await call("POST", address, { json, ...options })).json();
export const getHtml = async (address, options) =>
  (await call("GET", address, { accept: "text/html", ...options })).text();

/** The elements of a piece of HTML that the service made. */
export function elements(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Shows a short message and has screen readers say it; kind is info, good, warn or danger. */
export function say(message, kind = "info") {
  const place = document.getElementById("thong-bao");
  for (const old of [...place.children]) if (old.textContent === message) old.remove();
  const toast = document.createElement("p");
  toast.className = `toast ${kind}`;
  toast.textContent = message;
  place.append(toast);
  while (place.children.length > 3) place.firstElementChild.remove();
  setTimeout(() => toast.remove(), { danger: 12000, warn: 8000, good: 3000 }[kind] ?? 5000);
}

/** Has screen readers say something that is seen in other ways. */
export function announce(message) {
  document.getElementById("loi-noi").textContent = message;
}

/** Asks in a dialog of the page; resolves to the `value` of the button, "" where it was closed. */
export function ask(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    dialog.showModal();
  });
}

/** Whether the key press belongs to a field being typed in. */
export const typing = (event) =>
  event.target.isContentEditable || event.target.closest?.("input, textarea, select, dialog[open]") !== null;

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  const closer = event.target.closest?.("[data-close]");
  if (closer) closer.closest("dialog")?.close("");
});
