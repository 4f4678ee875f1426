package dev.holdfast.notifier.io.git;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.plan.Address.GitAddress;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Untold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Commits one Markdown file a notice to a git repository and pushes it. The file's name follows from
/// the notice, so an attempt made again finds it there and commits nothing.
///
/// Git itself is run, with an argument list, no prompt and a time limit; a push that another beat is
/// tried again on top of it.
public final class GitChannel implements Channel<GitAddress> {
    private static final int SAID = 400;

    /// What git needs of our environment; the rest holds secrets that are not its business.
    private static final Set<String> PASSED =
            Set.of(
                    "PATH",
                    "HOME",
                    "LANG",
                    "SSH_AUTH_SOCK",
                    "GIT_SSH_COMMAND",
                    "GIT_SSL_CAINFO",
                    "HTTPS_PROXY",
                    "https_proxy",
                    "NO_PROXY",
                    "no_proxy");

    private final Path root;
    private final Map<Path, ReentrantLock> copies = new ConcurrentHashMap<>();

    /// @param root for the working copies
    public GitChannel(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Class<GitAddress> serves() {
        return GitAddress.class;
    }

    @Override
    public Outcome send(GitAddress address, Letter letter) throws Untold {
        Path copy = root.resolve(name(address.remote()));
        ReentrantLock one = copies.computeIfAbsent(copy, _ -> new ReentrantLock());
        try {
            if (!one.tryLock(address.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Untold(
                        "another notice to this repository took longer than " + address.timeout());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Untold("interrupted while another notice was written");
        }
        try {
            return send(address, letter, copy);
        } finally {
            one.unlock();
        }
    }

    /// The folder of a remote's working copy.
    static String name(String remote) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(remote.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }

    /// One at a time for each working copy: it has one index.
    private Outcome send(GitAddress address, Letter letter, Path copy) throws Untold {
        try {
            Files.createDirectories(root);
            if (!Files.exists(copy.resolve(".git"))) {
                git(root, address, "clone", "--quiet", "--", address.remote(), copy.toString());
            }
            git(copy, address, "fetch", "--quiet", "origin");
            String ours = "origin/" + address.branch();
            boolean there = answers(copy, address, "rev-parse", "--verify", "--quiet", ours);
            String[] begin =
                    there
                            ? new String[] {"checkout", "--quiet", "-B", address.branch(), ours}
                            : new String[] {"checkout", "--quiet", "-B", address.branch()};
            git(copy, address, begin);
            String name = write(copy, address, letter);
            git(copy, address, "add", "--", name);
            if (answers(copy, address, "diff", "--cached", "--quiet")) {
                return new Delivered(name + " is there already");
            }
            git(copy, address, "commit", "--quiet", "-m", letter.subject());
            git(copy, address, "push", "--quiet", "origin", "HEAD:" + address.branch());
            return new Delivered(name);
        } catch (IOException e) {
            return new Later("%s cannot be written: %s".formatted(copy, e), null);
        }
    }

    private static String write(Path copy, GitAddress address, Letter letter) throws IOException {
        String name =
                "%s/%s/%s-%s.md"
                        .formatted(
                                address.path(),
                                letter.thread().replaceAll("[^A-Za-z0-9._-]", "-"),
                                letter.about(),
                                letter.id().substring(0, 8));
        Path file = copy.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, letter.text() + "\n");
        return name;
    }

    private static boolean answers(Path folder, GitAddress address, String... arguments)
            throws Untold, IOException {
        return run(folder, address.timeout(), arguments).exit() == 0;
    }

    private static void git(Path folder, GitAddress address, String... arguments)
            throws Untold, IOException {
        Ran ran = run(folder, address.timeout(), arguments);
        if (ran.exit() != 0) {
            throw new Untold("git %s: %s".formatted(arguments[0], ran.said()));
        }
    }

    private record Ran(int exit, String said) {}

    private static Ran run(Path folder, Duration timeout, String... arguments)
            throws Untold, IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "git",
                                "-c",
                                "user.name=Holdfast",
                                "-c",
                                "user.email=holdfast@localhost"));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, ".git-", ".log");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().keySet().retainAll(PASSED);
            builder.environment().put("GIT_TERMINAL_PROMPT", "0");
            Process git = builder.start();
            git.getOutputStream().close();
            if (!git.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                git.descendants().forEach(ProcessHandle::destroyForcibly);
                git.destroyForcibly();
                throw new Untold("git %s: not done within %s".formatted(arguments[0], timeout));
            }
            String said = Files.readString(log).strip();
            return new Ran(git.exitValue(), said.length() > SAID ? said.substring(0, SAID) : said);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Untold("interrupted while git was running");
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
