package dev.holdfast.backbone.service;

import dev.holdfast.backbone.pack.NearestName;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Every variable that Holdfast reads. docs/configuration.md is written from here; a test holds it
/// against what the settings records read.
public final class SettingList {
    private static final String ALL = "all";
    private static final String DATABASE = "all but detector";
    private static final String CLI = "command line";

    private static final List<Setting> HOUSE =
            List.of(
                    new Setting("port", ALL, "7401 to 7405", "where it listens"),
                    new Setting(
                            "host",
                            ALL,
                            "127.0.0.1",
                            "the address it listens on; on another than loopback reading needs a token too"),
                    new Setting("kafka", ALL, "127.0.0.1:7492", "bootstrap servers, with commas"),
                    new Setting(
                            "kafka.client",
                            ALL,
                            "none",
                            "file with the `security.…`, `sasl.…` and `ssl.…` settings of Kafka's own tools; nothing else may stand in it"),
                    new Setting("postgres.host", DATABASE, "127.0.0.1", "the database's host"),
                    new Setting("postgres.port", DATABASE, "7432", "its port, 1 to 65535"),
                    new Setting("postgres.database", DATABASE, "holdfast", "its name"),
                    new Setting(
                            "postgres.user",
                            DATABASE,
                            "holdfast",
                            "who owns the service's schema, which is made at the first start"),
                    new Setting(
                            "postgres.password",
                            DATABASE,
                            "empty",
                            "the password; better in a file, with the next one"),
                    new Setting(
                            "postgres.password.file",
                            DATABASE,
                            "none",
                            "file whose first line is the password"),
                    new Setting(
                            "postgres.connections", DATABASE, "12", "the pool's most, 2 to 100"),
                    new Setting("data", ALL, ".holdfast/SERVICE", "a folder for files of its own"),
                    new Setting(
                            "tokens",
                            ALL,
                            "none",
                            "file with a line a token: `sha256hex person role[,role]`; read again when it changes. Without it no command is taken"),
                    new Setting(
                            "lease",
                            DATABASE,
                            "5s",
                            "how long a claimed errand is held without renewal, 500ms to 1m: the time to take over after a crash"),
                    new Setting(
                            "drills.kept",
                            DATABASE,
                            "7d",
                            "how long decision-service keeps what a drill or the canary left after its last event, 1h to 3650d; that it went, and where its audit ended, stays on record"),
                    url("detector", 7401),
                    url("decision", 7402),
                    url("executor", 7403),
                    url("verifier", 7404),
                    url("notifier", 7405),
                    new Setting(
                            "oidc.issuer",
                            ALL,
                            "none",
                            "the identity provider whose tokens (JWT) are let in"),
                    new Setting("oidc.audience", ALL, "none", "needed with an issuer"),
                    new Setting(
                            "oidc.keys",
                            ALL,
                            "none",
                            "needed with an issuer: JWKS at an https address or in a file"),
                    new Setting(
                            "oidc.algorithms", ALL, "RS256,ES256", "which signatures are taken"),
                    new Setting("oidc.name", ALL, "sub", "the claim that names the person"),
                    new Setting("oidc.roles", ALL, "holdfast_roles", "the claim with the roles"),
                    new Setting("log", ALL, "TEXT", "`JSON` writes one object a line"),
                    new Setting("log.level", ALL, "INFO", "`WARN`, `DEBUG`, …"),
                    new Setting("log.kafka", ALL, "WARN", "level of the Kafka clients' own log"));

    private static final List<Setting> OWN =
            List.of(
                    new Setting(
                            "instance",
                            "detector",
                            "1",
                            "its lasting name: another for each instance, the same over restarts; letters, digits, `.`, `_`, `-`"),
                    new Setting("threads", "detector", "1", "stream threads, 1 to 64"),
                    new Setting(
                            "standbys",
                            "detector",
                            "0",
                            "copies of the state on other instances, 0 to 2"),
                    new Setting(
                            "advertised",
                            "detector",
                            "127.0.0.1 and its port",
                            "`host:port` at which other detectors reach it"),
                    new Setting(
                            "programs",
                            "executor",
                            "all that a pack allows",
                            "the only programs that packs may run, with commas"),
                    new Setting(
                            "pgprograms",
                            "executor",
                            "those on the path",
                            "folder of `pg_dump`, `pg_restore`, `psql`"),
                    new Setting(
                            "check.commands",
                            "verifier",
                            "none",
                            "programs that checks may run, by full path, with commas; `ssh`, `docker`, `kubectl` for checks that stand elsewhere (there `timeout` must be, too)"),
                    new Setting(
                            "check.logs",
                            "verifier",
                            "none",
                            "folders whose logs checks may read, with commas"),
                    new Setting(
                            "check.files",
                            "verifier",
                            "none",
                            "folders of backups and pid files, with commas"),
                    new Setting("check.docker", "verifier", "none", "the Docker engine's socket"),
                    new Setting(
                            "service.token",
                            "verifier",
                            "none",
                            "file with the token that it shows to the detector where that needs one"),
                    new Setting(
                            "console.url",
                            "notifier",
                            "HOLDFAST_NOTIFIER_URL",
                            "the console's address as people reach it: links in notices lead there"),
                    new Setting(
                            "alarm.url",
                            "notifier",
                            "none",
                            "a Standard Webhook that is called when broker or database have been gone for 15 s"),
                    new Setting(
                            "alarm.name",
                            "notifier",
                            "the console's host and what tells its broker and database from others",
                            "what this house calls itself to whoever is paged; another for each house that pages the same people"),
                    new Setting(
                            "alarm.secret",
                            "notifier",
                            "none",
                            "name of the environment variable with that webhook's key"),
                    new Setting(
                            "alarm.pagerduty",
                            "notifier",
                            "none",
                            "name of the environment variable with a PagerDuty routing key, for the same"));

    private static final List<Setting> TOOLS =
            List.of(
                    new Setting("home", CLI, ".holdfast", "data folder of the house (`--data`)"),
                    new Setting(
                            "port.base", CLI, "7400", "first port of the house (`--port-base`)"),
                    new Setting(
                            "token",
                            CLI,
                            "the file `token` of the house's data folder",
                            "your token"),
                    new Setting(
                            "drill.token",
                            CLI,
                            "your token",
                            "the token that drills are published with"),
                    new Setting("cache", CLI, "~/.cache/holdfast", "folder of the start-up caches"),
                    new Setting(
                            "heartbeat.url",
                            CLI,
                            "none",
                            "called after each call of the canary that came back (`--heartbeat`)"),
                    new Setting(
                            "lab.kubeconfig",
                            CLI,
                            "`KUBECONFIG`, where its server is on this machine",
                            "the cluster in which the labs of drills run"),
                    new Setting(
                            "aws.endpoint",
                            CLI,
                            "none",
                            "the emulator of AWS in which ecommerce's lab has its part"),
                    new Setting(
                            "no.build",
                            CLI,
                            "empty",
                            "anything: the launcher uses what is built, also where sources are newer"));

    private SettingList() {}

    private static Setting url(String service, int port) {
        return new Setting(
                service + ".url",
                ALL,
                "http://127.0.0.1:" + port,
                "where the others, and the command line, find the " + service);
    }

    public static List<Setting> all() {
        return Stream.of(HOUSE, OWN, TOOLS).flatMap(List::stream).toList();
    }

    /// What is said of variables that begin as ours and are none of ours: nothing reads them, which is
    /// seldom what was meant. What a pack's secrets and the tests name is theirs to name.
    ///
    /// @param names of the environment's variables
    static List<String> unknown(Collection<String> names) {
        List<String> known = all().stream().map(Setting::variable).toList();
        List<String> said = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            if (name.startsWith("HOLDFAST_") && !known.contains(name)) {
                said.add(
                        "%s is no setting of Holdfast, so nothing reads it%s"
                                .formatted(
                                        name,
                                        NearestName.to(name, known)
                                                .map(n -> ", did you mean %s?".formatted(n))
                                                .orElse("")));
            }
        }
        return said;
    }
}
