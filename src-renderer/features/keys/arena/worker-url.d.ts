declare module '*?worker&url' {
  const url: string;
  export default url;
}

/** The part of Trusted Types used here; TypeScript's own library does not have it. */
declare const trustedTypes:
  | {
      createPolicy(
        name: string,
        // In truth a TrustedScriptURL, which only a script sink may take.
        rules: { createScriptURL: (url: string) => string },
      ): { createScriptURL(url: string): string };
    }
  | undefined;
