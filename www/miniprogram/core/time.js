// Waiting.

/** A moment for whatever else waits on this thread. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** `work`, or an error with these words when it takes longer than `ms`. */
export function within(ms, words, work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(words)), ms);
    const done = (settle) => (value) => {
      clearTimeout(timer);
      settle(value);
    };
    work.then(done(resolve), done(reject));
  });
}
