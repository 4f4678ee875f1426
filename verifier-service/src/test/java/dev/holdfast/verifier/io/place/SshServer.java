package dev.holdfast.verifier.io.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.local.Ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A real SSH server of our own on loopback, with keys of its own making.
final class SshServer implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path home;
    private final int port = Ports.free();
    private final Process process;

    /// @param path where programs are found over there
    SshServer(Path home, String path) throws Exception {
        this.home = home;
        for (String key : new String[] {"host", "mine", "other"}) {
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file(key));
        }
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
                new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", file("sshd.conf"))
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("sshd.log").toFile())
                        .start();
        await().atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    private void run(String... line) throws Exception {
        Process program =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("keygen.log").toFile())
                        .start();
        assertThat(program.waitFor()).isZero();
    }

    private void known(String key, String file) throws IOException {
        Files.writeString(
                home.resolve(file),
                "[127.0.0.1]:%d %s".formatted(port, Files.readString(home.resolve(key + ".pub"))));
    }

    private boolean answers() {
        try (Socket s = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return s.getInputStream().read() > 0;
        } catch (IOException _) {
            return false;
        }
    }

    /// As `checks.yml` writes it.
    String place() {
        return "%s@127.0.0.1:%d".formatted(System.getProperty("user.name"), port);
    }

    String file(String name) {
        return home.resolve(name).toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
