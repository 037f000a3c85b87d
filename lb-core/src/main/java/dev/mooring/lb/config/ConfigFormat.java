// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.SourceFile;
import java.util.regex.Pattern;

/** The formats of configuration that are recognised, by their content and never by the file's name. */
public enum ConfigFormat {
    /** Mooring's own form. Everything that is nothing else counts as it, so that its reader says what is wrong. */
    PLAIN("mooring.yaml", "(?!)"),
    ARM(
            "an ARM template",
            "\"\\$schema\"\\s*:\\s*\"[^\"\\n]{0,200}(?i:deployment)?Template\\.json|\"(?i:type)\"\\s*:\\s*\"(?i:Microsoft\\.(Network|Cdn))/"),
    ARM_PARAMETERS("a file of parameters of a template", "\"\\$schema\"\\s*:\\s*\"[^\"\\n]{0,200}Parameters\\.json"),
    BICEP("a Bicep file", "(?m)^(targetScope\\s*=|using\\s+'|(param|var|resource|module)\\s+\\w+\\s*['=\\w])"),
    KUBERNETES("a Kubernetes manifest", "(?m)^(apiVersion|kind)\\s*:|^- op:\\s|\"apiVersion\"\\s*:\\s*\"[a-z]"),
    JSON("a JSON document", "\\A\\s*+(?://[^\\n]*+\\s++){0,20}+[{\\[]\\s*+([\"{/\\[]|\\z)");

    /** What a format is must show early in the file. */
    private static final int LOOK_AT = 64 * 1024;

    private final String title;
    private final Pattern sign;

    ConfigFormat(String title, String sign) {
        this.title = title;
        this.sign = Pattern.compile(sign);
    }

    /** The format of the file. */
    public static ConfigFormat detect(SourceFile file) {
        String start = file.text().substring(0, Math.min(LOOK_AT, file.text().length()));
        for (ConfigFormat format : values()) {
            if (format.sign.matcher(start).find()) {
                return format;
            }
        }
        return PLAIN;
    }

    /** What a message calls it, such as {@code an ARM template}. */
    public String title() {
        return title;
    }
}
