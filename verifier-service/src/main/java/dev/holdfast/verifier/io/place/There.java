package dev.holdfast.verifier.io.place;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.KubernetesCheck;
import dev.holdfast.verifier.domain.check.Place;
import dev.holdfast.verifier.io.kubernetes.Api;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Standpoint;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One place while one question is put from it, by the programs `ssh`, `docker` and `kubectl` of the
/// service's own list. On another machine a command passes one shell; each of its words is quoted as a
/// whole, so nothing in it means anything to that.
public final class There implements Standpoint {
    private static final int SSH_ITSELF = 255;

    /// By which `timeout`, `docker` and shells say that they could not run what they should.
    private static final Set<Integer> NEVER_RAN = Set.of(125, 126, 127);

    private static final Pattern DOCKER_SAYS =
            Pattern.compile(
                    "(?m)^(Error: No such container|Error response from daemon:|Cannot connect to the"
                            + " Docker daemon)");

    /// As it is given to programs: none of their options.
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9:][A-Za-z0-9._:-]*|\\[[0-9a-fA-F:.]+]");

    /// As shells, container engines and busybox say that there is none.
    private static final Pattern NO_TIMEOUT = Pattern.compile("(?s)\\btimeout\\b.{0,40}not found");

    private static final int SHOWN = 300;
    private static final int HTTPS = 443;

    private final Place place;
    private final Dialer dialer;
    private final Api kubernetes;
    private final Set<String> programs;
    private final @Nullable Path docker;

    /// Those that were opened for this question.
    private final List<Bridge> bridges = new CopyOnWriteArrayList<>();

    private There(
            Place place,
            Dialer dialer,
            Api kubernetes,
            Set<String> programs,
            @Nullable Path docker) {
        this.place = place;
        this.dialer = dialer;
        this.kubernetes = kubernetes;
        this.programs = programs;
        this.docker = docker;
    }

    /// Opens places with these programs.
    ///
    /// @param programs full paths that the service lists
    /// @param docker the engine's socket; null for the usual one
    public static Standpoint.Places with(
            Dialer dialer, Api kubernetes, Set<String> programs, @Nullable Path docker) {
        return place -> new There(place, dialer, kubernetes, programs, docker);
    }

    @Override
    public List<String> line(List<String> command, Terms terms) throws Unusable {
        Place.Ssh ssh = place.ssh();
        List<String> inner = inner(bounded(command, terms), terms);
        if (ssh == null) {
            return inner;
        }
        List<String> line = ssh(ssh, terms);
        line.addAll(List.of("--", ssh.host()));
        line.add("exec " + inner.stream().map(There::quoted).collect(Collectors.joining(" ")));
        return line;
    }

    /// A little longer than our own time, so that it is ours that ends it where somebody still listens.
    private static List<String> bounded(List<String> command, Terms terms) throws Unusable {
        int seconds = terms.left() / 1_000 + 1;
        List<String> line =
                new ArrayList<>(List.of("timeout", "-s", "KILL", Integer.toString(seconds)));
        line.addAll(command);
        return line;
    }

    private List<String> inner(List<String> command, Terms terms) throws Unusable {
        Place.Inside inside = place.inside();
        if (inside == null) {
            return command;
        }
        List<String> line = new ArrayList<>();
        switch (inside) {
            case Place.Container(String name) -> {
                line.add(place.ssh() == null ? program("docker") : "docker");
                if (place.ssh() == null && docker != null) {
                    line.addAll(List.of("--host", "unix://" + docker));
                }
                line.addAll(List.of("exec", "--interactive", name));
            }
            case Place.Pod(KubernetesCheck.Workload w, String container) -> {
                line.add(program("kubectl"));
                line.addAll(cluster(w.cluster(), terms));
                line.addAll(List.of("--namespace", w.namespace(), "exec", "--stdin"));
                line.add(w.kind() + "/" + w.name());
                if (container != null) {
                    line.addAll(List.of("--container", container));
                }
                line.add("--");
            }
        }
        line.addAll(command);
        return line;
    }

    /// The API server that kubectl will go to must be one that the pack lists, as for our own questions.
    private List<String> cluster(KubernetesCheck.Cluster cluster, Terms terms) throws Unusable {
        URI server = kubernetes.server(cluster, terms);
        dialer.addresses(server.getHost(), server.getPort() < 0 ? HTTPS : server.getPort(), terms);
        List<String> line = new ArrayList<>();
        if (cluster.secret() != null) {
            line.addAll(List.of("--kubeconfig", file(cluster.secret(), terms)));
        }
        if (cluster.context() != null) {
            line.addAll(List.of("--context", cluster.context()));
        }
        return line;
    }

    /// Where ssh is told of the very address that was looked at, and believes only the host's own key.
    private List<String> ssh(Place.Ssh ssh, Terms terms) throws Unusable {
        String address =
                dialer.addresses(ssh.host(), ssh.port(), terms).getFirst().getHostAddress();
        List<String> line =
                new ArrayList<>(List.of(program("ssh"), "-T", "-x", "-F", "none", "-a"));
        for (String option :
                List.of(
                        "BatchMode=yes",
                        "StrictHostKeyChecking=yes",
                        "UserKnownHostsFile=" + ssh.knownHosts(),
                        "GlobalKnownHostsFile=none",
                        "HostKeyAlias=" + alias(ssh),
                        "HostName=" + address,
                        "ConnectTimeout=" + Math.max(1, terms.left() / 1_000),
                        "PermitLocalCommand=no",
                        "LogLevel=ERROR")) {
            line.addAll(List.of("-o", option));
        }
        line.addAll(List.of("-o", "IdentitiesOnly=yes", "-i", file(ssh.key(), terms)));
        line.addAll(List.of("-p", Integer.toString(ssh.port()), "-l", ssh.user()));
        return line;
    }

    /// As known-hosts files write it.
    private static String alias(Place.Ssh ssh) {
        return ssh.port() == 22 ? ssh.host() : "[%s]:%d".formatted(ssh.host(), ssh.port());
    }

    private String program(String name) throws Unusable {
        return programs.stream()
                .filter(p -> p.endsWith("/" + name))
                .findFirst()
                .orElseThrow(() ->
                        new Unusable(
                                Why.REFUSED,
                                "HOLDFAST_CHECK_COMMANDS lists no %s, so nothing was asked at %s"
                                        .formatted(name, place)));
    }

    private static String file(String secret, Terms terms) throws Unusable {
        SecretReference reference = terms.secrets().get(secret);
        if (reference == null || !reference.kind().equals("file")) {
            throw new Unusable(
                    Why.REFUSED,
                    "secret '%s' must be a file, since a program reads it".formatted(secret));
        }
        return reference.where();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public void ended(int code, String errors) throws Unusable {
        boolean lost = place.ssh() != null && code == SSH_ITSELF;
        Place.Inside inside = place.inside();
        boolean closed =
                switch (inside) {
                    case null -> false;
                    case Place.Container _ -> code != 0 && DOCKER_SAYS.matcher(errors).find();
                    case Place.Pod _ ->
                            code != 0 && !errors.contains("command terminated with exit code");
                };
        if (lost || closed || NEVER_RAN.contains(code)) {
            String said = last(errors.strip());
            if (NO_TIMEOUT.matcher(errors).find()) {
                said =
                        "there is no `timeout` (coreutils or busybox), without which nothing is run"
                                + " there; ask it from here instead, over HTTP or SQL: "
                                + said;
            }
            throw new Unusable(
                    Why.GONE,
                    "at %s: %s"
                            .formatted(
                                    place, said.isEmpty() ? "it could not be run: " + code : said));
        }
    }

    /// The reason stands at the end of what these programs say.
    private static String last(String said) {
        return said.length() <= SHOWN ? said : "… " + said.substring(said.length() - SHOWN);
    }

    @Override
    public int bridge(String host, int port, Terms terms) throws Unusable {
        if (!HOST.matcher(host).matches()) {
            throw new Unusable(Why.REFUSED, "'%s' is no host to be asked for".formatted(host));
        }
        Place.Ssh ssh = place.ssh();
        return bridge(
                ssh != null && place.inside() == null
                        ? forwarded(ssh, host, port, terms)
                        : line(List.of("nc", bare(host), Integer.toString(port)), terms),
                terms);
    }

    /// By the program that Docker's own client uses for this; only GET is sent through it.
    @Override
    public int engine(Terms terms) throws Unusable {
        if (place.ssh() == null || place.inside() != null) {
            throw new Unusable(Why.REFUSED, "no Docker engine is asked at %s".formatted(place));
        }
        return bridge(line(List.of("docker", "system", "dial-stdio"), terms), terms);
    }

    private int bridge(List<String> line, Terms terms) throws Unusable {
        Bridge bridge = Bridge.open(line, terms);
        bridges.add(bridge);
        return bridge.port();
    }

    private List<String> forwarded(Place.Ssh ssh, String host, int port, Terms terms)
            throws Unusable {
        List<String> line = ssh(ssh, terms);
        String to = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        line.addAll(List.of("-W", to + ":" + port, "--", ssh.host()));
        return line;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String trouble() {
        return bridges.stream()
                .map(Bridge::trouble)
                .filter(t -> !t.isEmpty())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        bridges.forEach(Bridge::close);
    }
}
