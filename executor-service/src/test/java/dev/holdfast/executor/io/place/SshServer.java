package dev.holdfast.executor.io.place;

import static org.awaitility.Awaitility.await;

import dev.holdfast.executor.io.Outside;
import dev.holdfast.local.Ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A real sshd of our own on loopback, with keys of its own.
public final class SshServer implements AutoCloseable {
    private final Process process;
    private final Path home;
    private final int port;

    /// @param path what is on the path over there
    public SshServer(Path home, String path) throws IOException, InterruptedException {
        String sshd = Outside.needs("sshd", "openssh-server");
        Outside.needs("ssh", "openssh-client");
        this.home = home;
        this.port = Ports.free();
        key("host");
        key("mine");
        key("other");
        Files.copy(home.resolve("mine.pub"), home.resolve("authorized"));
        known("host", "known");
        known("other", "known-wrong");
        Files.writeString(
                home.resolve("sshd.conf"),
                """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s/host
                PidFile %s/sshd.pid
                AuthorizedKeysFile %s/authorized
                StrictModes no
                UsePAM no
                PermitRootLogin yes
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                SetEnv PATH=%s
                """
                        .formatted(port, home, home, home, path));
        Files.createDirectories(Path.of("/run/sshd"));
        process =
                new ProcessBuilder(sshd, "-D", "-e", "-f", home.resolve("sshd.conf").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("sshd.log").toFile())
                        .start();
        await().atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    private void key(String name) throws IOException, InterruptedException {
        Outside.run(
                home,
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                home.resolve(name).toString());
    }

    private void known(String key, String file) throws IOException {
        String line = Files.readString(home.resolve(key + ".pub"));
        Files.writeString(home.resolve(file), "[127.0.0.1]:%d %s".formatted(port, line));
    }

    private boolean answers() {
        try (Socket s = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return s.getInputStream().read() > 0;
        } catch (IOException _) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public String place() {
        return "%s@127.0.0.1:%d".formatted(System.getProperty("user.name"), port);
    }

    public String file(String name) {
        return home.resolve(name).toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
