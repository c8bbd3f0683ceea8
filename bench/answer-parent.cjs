// The child's end of ask-child.mjs; CommonJS, because `electron -r` loads nothing else.

/** Answers each question of the parent by the act of its name. */
exports.answerParent = (acts) => {
  process.on('message', ({ id, act, ...question }) => {
    Promise.resolve()
      .then(() => acts[act](question))
      .then(
        (value) => process.send({ id, value: value ?? null }),
        (error) => process.send({ id, error: String(error) }),
      );
  });
};
