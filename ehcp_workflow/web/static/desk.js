// Says that the browser can run the scripts of the Design System, and starts them. Every page works without.
import { initAll } from "/static/govuk/govuk-frontend.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
initAll();

// What was answered to a form cannot be shown again without sending it again. Who goes back to it comes to the page before.
const answer = document.querySelector("[data-went-back]");
if (answer) {
  history.replaceState(null, "", answer.dataset.wentBack);
}
