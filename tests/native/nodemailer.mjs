// Sends one message by Nodemailer. It reads its job from standard input and prints the outcome.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { packages, transport, message } = JSON.parse(await text(process.stdin));
const nodemailer = createRequire(packages)("nodemailer");

async function send() {
  try {
    const { accepted, rejected, response } = await nodemailer
      .createTransport(transport)
      .sendMail(message);
    return { accepted, rejected, response };
  } catch (error) {
    return { failed: error.code, response: error.response };
  }
}

process.stdout.write(JSON.stringify(await send()));
