package dev.holdfast.executor.io.place;

import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.process.Command;
import dev.holdfast.executor.io.process.Programs;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a command runs: here, on another machine over SSH (its host key is checked), in a container,
/// or in a container over there.
///
/// On the other machine the arguments pass one shell; each is quoted as a whole, so nothing in them
/// means anything to it. A command whose connection is lost may run on there: it is looked at.
///
/// @param ssh null for this machine
/// @param container null for none
public record Placement(@Nullable Ssh ssh, @Nullable String container) {
    /// Arguments of every action that runs commands.
    public static final List<ArgumentForm> ARGUMENTS =
            List.of(
                    ArgumentForm.takes("ssh", ArgumentType.TEXT),
                    ArgumentForm.takes("ssh-key", ArgumentType.PATH),
                    ArgumentForm.takes("ssh-known-hosts", ArgumentType.PATH),
                    ArgumentForm.takes("container", ArgumentType.TEXT));

    private static final int SSH_ITSELF = 255;

    /// What `timeout` says: ended, or killed.
    private static final List<Integer> LATE = List.of(124, 137);

    private static final List<String> NEVER =
            List.of(
                    "Host key verification failed",
                    "Permission denied (",
                    "Connection refused",
                    "Could not resolve hostname",
                    "No route to host",
                    "ssh: connect to host");
    private static final String CONTAINER = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}";

    /// @param knownHosts the only host keys that are believed; null for the user's own file
    public record Ssh(
            String user, String host, int port, @Nullable String key, @Nullable String knownHosts) {
        private static final java.util.regex.Pattern PLACE =
                java.util.regex.Pattern.compile(
                        "([a-z_][a-z0-9_.-]{0,31})@([A-Za-z0-9][A-Za-z0-9.-]{0,252})(?::(\\d{1,5}))?");

        static Optional<Ssh> of(String place, @Nullable String key, @Nullable String knownHosts) {
            var m = PLACE.matcher(place);
            if (!m.matches()) {
                return Optional.empty();
            }
            int port = m.group(3) == null ? 22 : Integer.parseInt(m.group(3));
            return Optional.of(new Ssh(m.group(1), m.group(2), port, key, knownHosts));
        }

        /// The command line of ssh for a command over there.
        List<String> line(String remote) {
            List<String> line = new ArrayList<>(List.of("ssh", "-T", "-x", "-F", "none"));
            List.of(
                            "BatchMode=yes",
                            "StrictHostKeyChecking=yes",
                            "ConnectTimeout=5",
                            "ServerAliveInterval=5",
                            "ServerAliveCountMax=3",
                            "ForwardAgent=no",
                            "PermitLocalCommand=no",
                            "LogLevel=ERROR")
                    .forEach(o -> line.addAll(List.of("-o", o)));
            if (knownHosts != null) {
                line.addAll(List.of("-o", "UserKnownHostsFile=" + knownHosts));
                line.addAll(List.of("-o", "GlobalKnownHostsFile=none"));
            }
            if (key != null) {
                line.addAll(List.of("-o", "IdentitiesOnly=yes", "-i", key));
            }
            line.addAll(List.of("-p", Integer.toString(port), "-l", user, "--", host, remote));
            return line;
        }
    }

    /// As the call says; a place that is none is told by [#wrong].
    public static Placement of(Call call) {
        Ssh ssh =
                call.optional("ssh")
                        .flatMap(p ->
                                Ssh.of(
                                        p,
                                        call.optional("ssh-key").orElse(null),
                                        call.optional("ssh-known-hosts").orElse(null)))
                        .orElse(null);
        return new Placement(ssh, call.optional("container").orElse(null));
    }

    public boolean here() {
        return ssh == null && container == null;
    }

    /// What stands in the way of it by name; nobody is asked.
    public static Optional<String> wrong(Call call) {
        Placement place = of(call);
        if (call.has("ssh") && place.ssh == null) {
            return Optional.of(
                    "'%s' is no user@host or user@host:port".formatted(call.shown("ssh")));
        }
        Ssh ssh = place.ssh;
        if (ssh != null && !call.allowed().host(ssh.host(), ssh.port())) {
            return Optional.of(
                    "%s:%d is none of the allowed hosts".formatted(ssh.host(), ssh.port()));
        }
        if (ssh != null && ssh.key() != null && !Files.isReadable(Path.of(ssh.key()))) {
            return Optional.of("the key %s is not there or cannot be read".formatted(ssh.key()));
        }
        String container = place.container;
        return container != null && !container.matches(CONTAINER)
                ? Optional.of("'%s' is no name of a container".formatted(container))
                : Optional.empty();
    }

    /// Whether this end of a command says that it never began over there: nobody was let in.
    public boolean neverBegan(Programs.Ended ended) {
        return lost(ended) && NEVER.stream().anyMatch(ended.output()::contains);
    }

    /// Whether the way there was lost, or never found.
    public boolean lost(Programs.Ended ended) {
        return ssh != null && ended.code() == SSH_ITSELF;
    }

    /// The same, ended over there too when its time is over: our end of ssh does not end it. So much
    /// earlier than ours, a quarter of the time and from 1 s to 10 s, that a connection that is slow to
    /// open leaves us time to hear of it.
    public Command wrapped(Command command, Duration limit) {
        if (ssh == null || container != null) {
            return wrapped(command);
        }
        List<String> line =
                new ArrayList<>(List.of("timeout", "-k", "1", Long.toString(seconds(limit))));
        line.addAll(command.line());
        return wrapped(new Command(line, command.folder(), command.environment()));
    }

    private static long seconds(Duration limit) {
        return Math.max(1, limit.toSeconds() - Math.clamp(limit.toSeconds() / 4, 1, 10));
    }

    /// Whether it was ended over there since its time was over. A program may end by itself with the
    /// same code, so it must have taken that long.
    public boolean late(Programs.Ended ended, Duration took, Duration limit) {
        return ssh != null
                && container == null
                && LATE.contains(ended.code())
                && took.compareTo(Duration.ofSeconds(seconds(limit))) >= 0;
    }

    /// The command as this machine runs it.
    public Command wrapped(Command command) {
        Command inner = container == null ? command : contained(command, container);
        return ssh == null ? inner : new Command(ssh.line(quoted(inner)), null, Map.of());
    }

    private static Command contained(Command command, String container) {
        List<String> line = new ArrayList<>(List.of("docker", "exec", "--interactive"));
        Path folder = command.folder();
        if (folder != null) {
            line.addAll(List.of("--workdir", folder.toString()));
        }
        command.environment().forEach((k, v) -> line.addAll(List.of("--env", k + "=" + v)));
        line.add(container);
        line.addAll(command.line());
        return new Command(line, null, Map.of());
    }

    /// One text for the other machine's shell, in which every word is quoted.
    private static String quoted(Command command) {
        List<String> words = new ArrayList<>();
        Path folder = command.folder();
        if (folder != null) {
            words.addAll(List.of("cd", quoted(folder.toString()), "&&"));
        }
        words.add("exec");
        if (!command.environment().isEmpty()) {
            words.add("env");
            command.environment().forEach((k, v) -> words.add(quoted(k + "=" + v)));
        }
        command.line().forEach(w -> words.add(quoted(w)));
        return String.join(" ", words);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        String in = container == null ? "" : "in container " + container;
        String on = ssh == null ? "" : "on %s@%s".formatted(ssh.user(), ssh.host());
        return (in + " " + on).strip();
    }
}
