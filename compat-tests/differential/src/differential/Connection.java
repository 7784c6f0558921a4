package differential;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** One plain socket to a broker. Knows frames and nothing else. */
final class Connection implements AutoCloseable {
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    Connection(String host, int port) throws IOException {
        socket.connect(new InetSocketAddress(host, port), 5_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** What came back: a frame's body, or the reason why there is none. */
    record Reply(byte[] frame, String outcome) {
        boolean answered() {
            return frame != null;
        }
    }

    /** Writes bytes as they are. A broker that has already closed is noticed by the next read. */
    void write(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
            out.flush();
        } catch (SocketException closed) {
            // the read that follows reports it
        }
    }

    Reply read(int timeoutMs) throws IOException {
        socket.setSoTimeout(timeoutMs);
        try {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return new Reply(frame, "answered");
        } catch (SocketTimeoutException silence) {
            return new Reply(null, "connection open, no answer");
        } catch (EOFException | SocketException closed) {
            return new Reply(null, "connection closed");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
