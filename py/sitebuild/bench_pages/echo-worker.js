// Answers each message with itself.
self.onmessage = ({ data }) => self.postMessage(data);
