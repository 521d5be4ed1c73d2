"""A mail server on loopback that speaks just enough SMTP, and misbehaves when told to."""

import socketserver
import threading
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail, or not, as its mood says.

    `accept`; `refuse` answers the recipient with 550; `busy` the text with 451; `silent`
    greets nobody; `mute` takes the text and says nothing; `hang_up` cuts the line after MAIL.
    """

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 32

    def __init__(self, mood: str = "accept"):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mood, self.taken, self.closing = mood, [], threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def settings(self) -> dict:
        return {"host": "127.0.0.1", "port": self.server_address[1]}

    @property
    def mails(self) -> list[Message]:
        return [message_from_bytes(each) for each in self.taken]

    def stop(self) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        if self.server.mood == "silent":
            self.server.closing.wait(30)
            return
        self.say("220 test")
        for line in self.rfile:
            word = line.strip().split(b" ")[0].split(b":")[0].upper()
            if not getattr(self, f"do_{word.decode().lower()}", self.do_noop)():
                return

    def do_noop(self) -> bool:
        self.say("250 ok")
        return True

    def do_mail(self) -> bool:
        if self.server.mood == "hang_up":
            return False
        return self.do_noop()

    def do_rcpt(self) -> bool:
        self.say("550 no such mailbox" if self.server.mood == "refuse" else "250 ok")
        return True

    def do_data(self) -> bool:
        self.say("354 go on")
        text = b""
        while (line := self.rfile.readline()) != b".\r\n":
            text += line.removeprefix(b".")
        if self.server.mood == "mute":
            self.server.closing.wait(30)
            return False
        if self.server.mood == "busy":
            self.say("451 try again later")
        else:
            self.server.taken.append(text)
            self.say("250 taken")
        return True

    def do_quit(self) -> bool:
        self.say("221 bye")
        return False


def subject_of(message: Message) -> str:
    return str(make_header(decode_header(message["Subject"])))


def body_of(message: Message) -> str:
    text = message.get_payload(decode=True).decode(message.get_content_charset())
    return text.replace("\r\n", "\n")
