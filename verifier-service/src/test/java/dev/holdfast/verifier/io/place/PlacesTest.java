package dev.holdfast.verifier.io.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.local.LocalPostgres;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/// Checks that stand elsewhere: over a real SSH server; `docker` and `kubectl` are played by scripts that
/// are told the same words and answer as those do.
@NullUnmarked // the server is started once
class PlacesTest {
    private static final String SSH = "/usr/bin/ssh";

    @TempDir private static Path home;
    private static Path bin;
    private static SshServer server;

    @BeforeAll
    static void start() throws Exception {
        home = home.toRealPath();
        bin = Files.createDirectory(home.resolve("bin"));
        script("where", "echo \"at [$1] [$2]\"; exit ${3:-0}");
        script("hang", "echo $$ > \"$1\"; exec sleep 1000");
        script("quoting", "echo 'Error response from daemon: No such container: x'; exit ${1:-0}");
        Files.writeString(home.resolve("kubeconfig"), kubeconfig("token: t"));
        Files.writeString(home.resolve("kube-exec"), kubeconfig("exec: { command: /bin/true }"));
        script(
                "docker",
                """
                [ "$1 $2" = "system dial-stdio" ] && exec /bin/busybox nc 127.0.0.1 $(cat "$(dirname "$0")/engine")
                [ "$1" = --host ] && shift 2
                [ "$1 $2" = "exec --interactive" ] || exit 99
                [ "$3" = bare ] && { echo 'exec: "timeout": executable file not found in $PATH: unknown' >&2; exit 127; }
                [ "$3" = web ] || { echo "Error response from daemon: No such container: $3" >&2; exit 1; }
                [ "$4 $5 $6" = "timeout -s KILL" ] || exit 96
                PATH="$(dirname "$0"):$PATH"; shift 3; exec "$@"
                """);
        script(
                "kubectl",
                """
                [ "$*" = "${*#--kubeconfig}" ] && exit 98
                shift 2
                [ "$1 $2 $3 $4" = "--namespace shop exec --stdin" ] || exit 97
                [ "$5" = deployment/web ] || { echo "Error from server (NotFound)" >&2; exit 1; }
                echo 'Defaulted container "web" out of: web, sidecar' >&2
                PATH="$(dirname "$0"):$PATH"; shift 6; "$@"; code=$?
                [ $code = 0 ] || echo "command terminated with exit code $code" >&2
                exit $code
                """);
        if (Files.isExecutable(SshServer.PROGRAM) && Files.isExecutable(Path.of(SSH))) {
            server = new SshServer(home, bin + ":/usr/bin:/bin");
        }
    }

    private static String kubeconfig(String user) {
        return """
        current-context: c
        contexts: [{ name: c, context: { cluster: lab, user: me } }]
        clusters: [{ name: lab, cluster: { server: "https://127.0.0.1:6443" } }]
        users: [{ name: me, user: { %s } }]
        """
                .formatted(user);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static void script(String name, String text) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// @param place as under `places:`
    private static Trial trial(String place, String check) {
        return Trial.of(
                        """
                        databases:
                          shop: { host: 127.0.0.1, port: "%d", database: postgres, user: %s, password: db }
                        clusters: { lab: { kubeconfig: kube } }
                        places: { there: { %s } }
                        checks: { it: { at: there, %s } }
                        """
                                .formatted(
                                        LocalPostgres.shared().port(),
                                        LocalPostgres.shared().user(),
                                        place,
                                        check))
                .secret("db", LocalPostgres.shared().password())
                .secretFile("mine", home.resolve("mine"))
                .secretFile("kube", home.resolve("kubeconfig"))
                .files(home)
                .commands(
                        SSH,
                        bin.resolve("docker").toString(),
                        bin.resolve("kubectl").toString(),
                        bin.resolve("where").toString(),
                        bin.resolve("quoting").toString(),
                        bin.resolve("hang").toString());
    }

    private static Trial ssh(String check) {
        assumeTrue(server != null, "openssh-server is not installed");
        return trial(sshPlace(), check);
    }

    private static String sshPlace() {
        return "ssh: \"%s\", key: mine, known-hosts: %s"
                .formatted(server.place(), server.file("known"));
    }

    private static String where(String... arguments) {
        return "command: { run: [\"%s\", \"%s\"], contains: \"at [\" }"
                .formatted(bin.resolve("where"), String.join("\", \"", arguments));
    }

    @Test
    void a_command_runs_over_ssh_and_nothing_in_its_words_means_anything_to_the_shell() {
        Trial odd = ssh(where("it's; $HOME", "`id` *")).passes();
        assertThat(odd.evidence()).contains("at [it's; $HOME] [`id` *]");
        ssh(where("a", "b", "3")).fails("exit code is 3, must be 0");
        ssh(where("a", "b")).replace("where\"", "nowhere\"").isInconclusive("not listed");
        ssh(where("a", "b"))
                .commands(bin.resolve("where").toString())
                .isInconclusive("HOLDFAST_CHECK_COMMANDS lists no ssh");
    }

    @Test
    void a_machine_that_is_another_one_or_does_not_let_us_in_is_inconclusive() {
        ssh(where("a", "b"))
                .replace(server.file("known"), server.file("known-wrong"))
                .isInconclusive("Host key verification failed");
        ssh(where("a", "b"))
                .secretFile("mine", home.resolve("other"))
                .isInconclusive("Permission denied");
        ssh(where("a", "b"))
                .replace(server.place().replaceAll(".*:", ":"), ":" + Silence.nobody())
                .isInconclusive("Connection refused");
        ssh(where("a", "b"))
                .replace("@127.0.0.1:", "@192.0.2.1:")
                .isInconclusive("not among the hosts");
    }

    @Test
    void a_server_is_asked_and_a_database_too_from_the_other_machine() {
        try (RawServer shop =
                RawServer.saying(
                        "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"UP\"}")) {
            String http = "http: { url: \"http://127.0.0.1:%d/\", json: { $.status: %s } }";
            ssh(http.formatted(shop.port(), "UP")).passes();
            ssh(http.formatted(shop.port(), "DOWN")).fails("status");
            ssh(http.formatted(Silence.nobody(), "UP")).isInconclusive("at there: ");
            ssh(http.formatted(shop.port(), "UP"))
                    .replace("http://127.0.0.1", "http://intern.example")
                    .isInconclusive("not among the hosts");
        }
        try (Silence slow = Silence.hanging()) {
            ssh("http: { url: \"http://127.0.0.1:%d/\" }".formatted(slow.port()))
                    .timeout(Duration.ofSeconds(1))
                    .isInconclusive("");
        }
        ssh("sql: { database: shop, query: \"select 7\", equals: 7 }").passes();
        ssh("sql: { database: shop, query: \"select 7\", equals: 8 }").fails("7");
    }

    /// Through the `nc` of the container, which is busybox' own here.
    @Test
    void a_server_and_a_database_are_asked_from_inside_a_container_and_a_pod() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/busybox")), "busybox is not installed");
        Path nc = bin.resolve("nc");
        if (!Files.exists(nc)) {
            Files.createSymbolicLink(nc, Path.of("/bin/busybox"));
        }
        String http = "http: { url: \"http://127.0.0.1:%d/\", json: { $.status: %s } }";
        String pod = "pod: { cluster: lab, namespace: shop, workload: deployment/web }";
        try (RawServer shop =
                RawServer.saying(
                        "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"UP\"}")) {
            trial("container: web", http.formatted(shop.port(), "UP")).passes();
            trial("container: web", http.formatted(shop.port(), "DOWN")).fails("status");
            trial("container: gone", http.formatted(shop.port(), "UP"))
                    .isInconclusive("No such container");
            trial(pod, http.formatted(shop.port(), "UP")).passes();
            if (server != null) {
                trial(sshPlace() + ", container: web", http.formatted(shop.port(), "UP")).passes();
            }
        }
        trial(pod, http.formatted(Silence.nobody(), "UP")).isInconclusive("at there: ");
        trial("container: web", "sql: { database: shop, query: \"select 7\", equals: 7 }").passes();
        Files.delete(nc);
        trial("container: web", http.formatted(1, "UP")).isInconclusive("nc");
    }

    @Test
    void containers_of_the_other_machine_are_looked_at_through_its_own_engine() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/busybox")), "busybox is not installed");
        String web =
                """
                {"Id":"c1","Name":"/web","Config":{"Image":"shop:1.4.1","Env":["MODE=live"],"Tty":true},
                 "RestartCount":0,"State":{"Status":"running","Running":true,"StartedAt":"2026-01-01T00:00:00Z"}}\
                """;
        try (RawServer engine =
                new RawServer((request, out) -> {
                    boolean log = request.startsWith("GET /containers/c1/logs");
                    String body = log ? Instant.now() + " ERROR no database\n" : web;
                    out.write(
                            "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(body.length(), body)
                                    .getBytes(StandardCharsets.US_ASCII));
                })) {
            Files.writeString(bin.resolve("engine"), "" + engine.port());
            ssh("docker: { container: web, image: \"shop:1.4.1\" }").passes();
            ssh("docker: { container: web, image: \"shop:1.5.0\" }").fails("1.4.1");
            ssh("environment: { docker: { container: web }, variables: { MODE: live } }").passes();
            ssh("log: { docker: { container: web }, without: ERROR }").fails("1 of 1 lines");
        }
        ssh("docker: { container: web, image: \"shop:1.4.1\" }").isInconclusive("");
        assertThat(problems("container: web", "docker: { container: web, healthy: true }"))
                .contains("from here or from a machine over ssh");
    }

    @Test
    void a_log_of_the_other_machine_is_read_to_its_end() throws IOException {
        Path log = home.resolve("shop.log");
        Files.writeString(log, Instant.now() + " fine\n");
        String check = "log: { file: %s, without: ERROR }".formatted(log);
        ssh(check).passes();
        Files.writeString(log, Instant.now() + " ERROR no database\n");
        ssh(check).fails("1 of 1 lines match");
        ssh(check).replace("shop.log", "none.log").isInconclusive("No such file");
        ssh(check).replace(log.toString(), "/etc/passwd").isInconclusive("HOLDFAST_CHECK_LOGS");
        ssh(check)
                .replace(log.toString(), home + "/../etc/passwd")
                .isInconclusive("HOLDFAST_CHECK_LOGS");
    }

    @Test
    void a_command_runs_in_a_container_here_and_over_there_and_in_a_pod() {
        trial("container: web", where("a", "b")).passes();
        trial("container: web", where("a", "b", "3")).fails("exit code is 3");
        trial("container: gone", where("a", "b")).isInconclusive("No such container");
        trial("container: bare", where("a", "b"))
                .isInconclusive("there is no `timeout` (coreutils or busybox)");
        String pod = "pod: { cluster: lab, namespace: shop, workload: deployment/web }";
        trial(pod, where("a", "b")).passes();
        trial(pod, where("a", "b", "3")).fails("exit code is 3");
        trial(pod.replace("/web", "/gone"), where("a", "b")).isInconclusive("NotFound");
        if (server != null) {
            trial(sshPlace() + ", container: web", where("it's", "b")).passes();
        }
    }

    @Test
    void what_an_application_says_of_containers_is_not_the_way_there() {
        String quoting = "command: { run: [\"%s\"%s] }";
        trial("container: web", quoting.formatted(bin.resolve("quoting"), "")).passes();
        trial("container: web", quoting.formatted(bin.resolve("quoting"), ", \"3\""))
                .fails("exit code is 3");
    }

    @Test
    void what_kubectl_says_beside_it_is_no_line_of_a_log() throws IOException {
        Path log = home.resolve("pod.log");
        Files.writeString(log, Instant.now() + " fine\n");
        String pod = "pod: { cluster: lab, namespace: shop, workload: deployment/web }";
        Trial read = trial(pod, "log: { file: %s, without: Defaulted }".formatted(log)).passes();
        assertThat(read.evidence()).contains("0 of 1 lines match");
    }

    @Test
    void kubectl_goes_to_listed_api_servers_and_runs_no_program_for_a_token() {
        String pod = "pod: { cluster: lab, namespace: shop, workload: deployment/web }";
        trial(pod, where("a", "b"))
                .secretFile("kube", home.resolve("kube-exec"))
                .isInconclusive("gets a token from a program");
        Trial unlisted = trial(pod, where("a", "b"));
        unlisted.replace("hosts: [\"127.0.0.1\", localhost]", "hosts: [\"127.0.0.1:1\"]")
                .isInconclusive("127.0.0.1:6443 is not among the hosts");
    }

    @Test
    void what_hangs_over_there_is_ended_over_there() throws IOException {
        Path pid = home.resolve("hang.pid");
        ssh("command: { run: [\"%s\", \"%s\"] }".formatted(bin.resolve("hang"), pid))
                .timeout(Duration.ofSeconds(2))
                .isInconclusive("no whole answer within");
        long id = Long.parseLong(Files.readString(pid).strip());
        await().atMost(Duration.ofSeconds(30)).until(() -> ProcessHandle.of(id).isEmpty());
    }

    @Test
    void a_command_that_cannot_be_run_over_there_proves_nothing() {
        ssh(where("a", "b", "127")).isInconclusive("could not be run: 127");
    }

    @Test
    void what_cannot_stand_there_is_told_when_the_pack_is_read() {
        assertThat(problems("container: web", "dns: { name: localhost }"))
                .contains("dns checks are always asked from here");
        assertThat(problems("container: web", "tcp: { address: \"127.0.0.1:1\" }"))
                .contains("tcp checks are always asked from here");
        assertThat(problems("ssh: nobody", "command: { run: [/bin/true] }"))
                .contains("expected user@host", "known-hosts");
        assertThat(problems("description: x", "command: { run: [/bin/true] }"))
                .contains("a place is 'ssh', 'container', 'pod'");
        assertThat(problems("ssh: \"me@web-1\", known-hosts: /k", "command: { run: [/bin/true] }"))
                .contains("'key'");
        assertThat(problems("container: \"${to}\"", "command: { run: [/bin/true] }"))
                .contains("nothing of a verification");
        assertThat(problems("container: web", "command: { run: [/bin/true] }")).isEqualTo("[]");
    }

    @Test
    void a_certificate_cannot_be_proven_through_another_machine() {
        String over = "ssh: \"me@web-1\", key: mine, known-hosts: /k";
        String sql = "sql: { database: shop, query: select 1, equals: 1 }";
        Trial strict = trial(over, sql).replace("password: db", "password: db, ssl: verify-full");
        assertThat(Rules.problems(strict.pack()).toString()).contains("ssl: verify-full");
        assertThat(problems(over, sql)).isEqualTo("[]");
    }

    @Test
    void a_bare_connection_through_another_machine_proves_nothing_in_a_journey_either() {
        String over = "ssh: \"me@web-1\", key: mine, known-hosts: /k";
        assertThat(problems(over, "journey: { steps: [{ tcp: { address: \"db:5432\" } }] }"))
                .contains("a journey with a 'tcp' step");
        assertThat(
                        problems(
                                over,
                                "journey: { steps: [{ http: { url: \"http://x/\" } }], clean-up: [{ tcp: { address: \"x:1\" } }] }"))
                .contains("a journey with a 'tcp' step");
    }

    private static String problems(String place, String check) {
        return Rules.problems(trial(place, check).pack()).toString();
    }
}
