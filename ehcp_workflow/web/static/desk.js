// Says that the browser can run the scripts of the Design System, and starts them. Every page works without.
import { initAll } from "/static/govuk/govuk-frontend.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
initAll();
