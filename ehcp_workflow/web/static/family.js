// Some browsers keep a page in memory and show it again to whoever goes back. It is asked for anew, so that a visit that
// has ended shows nothing.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    window.location.reload();
  }
});
