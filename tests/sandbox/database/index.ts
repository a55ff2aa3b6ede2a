export { openDatabase } from "./database";
