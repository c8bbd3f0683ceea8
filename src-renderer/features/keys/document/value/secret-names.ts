const secret = /token|csrf|xsrf|passw(or)?d|passphrase|secret|credential|api_?key|private_?key/i;

/** Whether what stands under this name is kept out of sight until it is asked for. A guess by name, as it says. */
export const isSecretName = (name: string): boolean => secret.test(name);
