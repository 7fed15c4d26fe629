// The upload of the school's page: one request with the finished file, with progress, to be cancelled and tried again.
// XMLHttpRequest, for fetch tells nothing of what has been sent.

const element = document.querySelector("photo-precheck");

element.onConfirm = ({ blob, name }, { signal, onProgress }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `../photos/${encodeURIComponent(name)}`);
    request.setRequestHeader("content-type", blob.type);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(`status ${request.status}`)));
    request.onerror = () => reject(new Error("no network"));
    request.onabort = () => reject(new Error("cancelled"));
    signal.addEventListener("abort", () => request.abort());
    request.send(blob);
  });
