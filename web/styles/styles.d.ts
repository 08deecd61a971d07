/** The bundler hands a style sheet that a script imports over as its text. */
declare module "*.css" {
  const text: string;
  export default text;
}
