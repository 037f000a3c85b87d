// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import static dev.mooring.lb.config.source.Severity.ERROR;
import static dev.mooring.lb.config.source.Severity.INFO;
import static dev.mooring.lb.config.source.Severity.WARNING;

import java.util.Locale;

/**
 * Every kind of diagnostic. The label is stable: scripts and suppressions may rely on it. {@code docs/reference/diagnostics.md}
 * has a row for each.
 */
public enum DiagnosticCode {
    UNREADABLE_FILE(ERROR, "A configuration file cannot be read."),
    NOT_TEXT(ERROR, "The file is not UTF-8 text."),
    INPUT_LIMIT(ERROR, "The file is larger, deeper or has more problems than Mooring is willing to look at."),
    UNKNOWN_FORMAT(ERROR, "The file is of a format that this version does not read."),
    YAML_SYNTAX(ERROR, "The text is not valid YAML."),
    YAML_UNSUPPORTED(ERROR, "The text is valid YAML, but uses a feature that configuration files may not use."),
    JSON_SYNTAX(ERROR, "The text is not valid JSON."),
    BICEP_SYNTAX(ERROR, "The text is not valid Bicep."),
    BICEP_UNSUPPORTED(WARNING, "A part of the Bicep language that has no meaning here; what it gives is unknown."),
    UNDEFINED_SYMBOL(WARNING, "A name is used that stands nowhere; its value is unknown."),
    DUPLICATE_KEY(ERROR, "A key that may stand once stands twice, in one map or in two files."),

    UNKNOWN_KEY(ERROR, "The key means nothing at this place."),
    MISSING_KEY(ERROR, "A key that is needed at this place is not there."),
    WRONG_KIND(ERROR, "A map, a list or a single value stands where another of them is expected."),
    BAD_VALUE(ERROR, "The value does not have the form that its key asks for."),
    OUT_OF_RANGE(ERROR, "The value has the right form, but is too small or too large."),
    SECRET_UNREADABLE(ERROR, "The file or the environment variable that should hold a secret cannot be read."),
    SECRET_WEAK(ERROR, "A secret is too short to protect anything."),
    SECRET_LITERAL(WARNING, "A secret stands in the configuration file itself."),
    SECRET_OPEN(WARNING, "Every user of the machine can read the file with a secret."),

    TEMPLATE_EXPRESSION(ERROR, "An expression of a template cannot be read, or fails when it is evaluated."),
    TEMPLATE_FUNCTION(
            ERROR, "A template calls a function that does not exist, or with arguments that it does not take."),
    TEMPLATE_CYCLE(ERROR, "A part of a template needs its own value, or templates include each other."),
    TEMPLATE_LIMIT(ERROR, "A template asks for more copies, values, text or nesting than Mooring is willing to make."),
    TEMPLATE_PARAMETER(ERROR, "The value of a template's parameter is not one that the parameter takes."),
    TEMPLATE_ELSEWHERE(WARNING, "Something is wrong in a part of a template that no gateway needs."),
    UNUSED_PARAMETER(WARNING, "A value is given for a parameter that no template has."),
    LINKED_TEMPLATE(WARNING, "A template includes another one that cannot be read from here."),
    UNKNOWN_VALUE(INFO, "A value is known only in the cloud, or to whoever deploys; it can be given with --set."),

    NO_GATEWAY(WARNING, "A file describes resources of the cloud, but no gateway that is imitated."),
    UNKNOWN_FIELD(WARNING, "An object has a field that its kind does not have."),
    NEEDED_VALUE(ERROR, "A value that is not known decides what the gateway does; it has to be given."),
    ASSUMED_VALUE(WARNING, "A value is not known, so what the gateway does without it holds."),
    UNKNOWN_BACKEND(WARNING, "The address of a backend is known only in the cloud; its pool is left without it."),
    CLOUD_REJECTS(WARNING, "The cloud will reject or ignore what is written; Mooring does what was probably meant."),
    CLOUD_ONLY(INFO, "A setting does something in the cloud that Mooring does not do."),
    UNUSED_PART(INFO, "A part of a file is used by nothing that is imitated."),
    LOCAL_CERTIFICATE(
            INFO, "A certificate that the file does not hold is replaced by one of Mooring's local authority."),
    OLD_LIMIT(INFO, "A value looks like a limit of the cloud that holds no longer."),
    STREAM_BUFFERED(WARNING, "A stream of events is behind a response buffer."),
    STREAM_CUT(WARNING, "A stream of events is behind a timeout that cuts it."),
    REQUEST_HELD(
            WARNING, "Bodies of requests are read whole before a backend sees them, though a setting says otherwise."),
    AFFINITY_DIFFERS(WARNING, "One pool is used with and without affinity."),
    AFFINITY_CACHED(INFO, "Affinity begins only with responses that must not be cached."),
    COOKIE_SHARED(WARNING, "Two pools give the same clients affinity cookies that overwrite each other."),

    UNRENDERED_TEMPLATE(ERROR, "The file is a template that another tool has to turn into Kubernetes objects first."),
    KUSTOMIZATION(WARNING, "A part of a Kubernetes manifest is no object, but changes or describes others."),
    OLD_API(WARNING, "The version of an object's API is missing, or no cluster serves it any more."),
    DUPLICATE_OBJECT(WARNING, "Two objects have the same kind and name, and the later one counts."),
    MISSING_REFERENCE(WARNING, "An object names another one that is not in the files."),
    NOT_GRANTED(WARNING, "A reference into another namespace lacks its ReferenceGrant."),
    UNREAD_KIND(WARNING, "Objects ask for something about traffic in a way that Mooring cannot read."),
    UNQUOTED_ANNOTATION(WARNING, "The value of an annotation is no text, so the cluster rejects the object."),
    DEAD_ANNOTATION(WARNING, "The controller that reads the object does not know this annotation."),
    ANNOTATION_VALUE(WARNING, "The controller does not accept the value of an annotation and uses its default."),
    INGRESS_DROPPED(WARNING, "The controller drops an Ingress as a whole because of one of its annotations."),
    INGRESS_CLASS(WARNING, "The class of an Ingress leads to no controller, or to one that Mooring does not imitate."),
    PATH_TYPE(WARNING, "A path is not of the form that its type asks for."),
    REGEX_NEIGHBOURS(WARNING, "One Ingress makes regular expressions of all paths of a host, also those of others."),
    REWRITE_LOSES_PATH(
            WARNING, "A rewrite names a group that the path does not have, so all requests get the same path."),
    REGEX_COOKIE_PATH(WARNING, "The path of an affinity cookie is a regular expression, so no browser sends it back."),
    COOKIE_PATHS(WARNING, "A client gets an affinity cookie for each path, which may lead to different backends."),
    COOKIE_DISAGREEMENT(
            WARNING, "Two objects ask for different affinity of the same backends, and only one of them counts."),
    SAME_SITE_CASE(WARNING, "The value of SameSite is not written as the controller wants it, so it is left out."),
    SECURE_FALSE(WARNING, "An affinity cookie cannot be kept from being Secure."),
    HASH_AND_COOKIE(WARNING, "Affinity by cookie switches off the hash that stands next to it."),
    LONELY_CANARY(WARNING, "A canary has no main Ingress with the same host and path, so it is not served."),
    CLIENT_IP_UNUSED(WARNING, "The session affinity of a Service has no effect behind this gateway."),
    PERSISTENCE_IGNORED(WARNING, "The product ignores session persistence; Mooring does it all the same."),
    PERSISTENCE_FORM(INFO, "Which of the three spellings of session persistence a route has."),
    TIMEOUT_IGNORED(WARNING, "The product ignores the timeouts or retries of a route, and so does Mooring."),
    TIMEOUT_CONFLICT(WARNING, "Two objects set the timeout of the same route, and only one of them counts."),
    AFFINITY_FIELDS(WARNING, "The kind of affinity and the fields next to it do not fit."),
    PERSISTENT_WEIGHTS(INFO, "Bound clients stay where they are, whatever the weights say."),
    SKIPPED_KIND(INFO, "Objects of a kind that means nothing to a load balancer are skipped."),
    FOREIGN_ANNOTATION(INFO, "Annotations are for other programs than the load balancer."),

    UNKNOWN_NAME(ERROR, "A listener or a pool is named that does not exist."),
    DUPLICATE_NAME(ERROR, "Two things of one kind have the same name."),
    DUPLICATE_ADDRESS(ERROR, "Two listeners ask for the same address."),
    OPEN_ADMIN(ERROR, "The admin listener could be reached from other machines without a token."),
    BAD_OPTION(ERROR, "A command line option does not fit the configuration or is not of the right form."),

    EMPTY_POOL(WARNING, "A pool has no backend that could take a new client."),
    SHADOWED_ROUTE(WARNING, "A route can never match, since an earlier one takes all its requests."),
    COOKIE_REJECTED(WARNING, "Browsers will reject the affinity cookie."),
    PROBE_OVERLAP(WARNING, "A probe may take longer than the time between two probes."),
    IGNORED_SETTING(WARNING, "A setting has no effect next to another one."),

    CLOUD_BACKEND(ERROR, "Backends are in the cloud, and nobody has said that this machine may speak to them."),
    CLOUD_ADDRESS(INFO, "Backends have addresses of the cloud, which this machine may not reach."),
    IMPLIED_DEFAULT(INFO, "Something that was left out was filled in."),
    RANDOM_SECRET(INFO, "Affinity cookies are signed with a random secret, so they do not survive a restart.");

    private final Severity severity;
    private final String sentence;

    DiagnosticCode(Severity severity, String sentence) {
        this.severity = severity;
        this.sentence = sentence;
    }

    /** How bad it is. */
    public Severity severity() {
        return severity;
    }

    /** What it means, in one sentence. */
    public String sentence() {
        return sentence;
    }

    /** The stable name, such as {@code unknown-key}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
