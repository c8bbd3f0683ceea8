export const smallerPng = (png) => png;
