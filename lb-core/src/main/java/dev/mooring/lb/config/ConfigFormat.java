// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.SourceFile;
import java.util.regex.Pattern;

/** The formats of configuration that are recognised, by their content and never by the file's name. */
public enum ConfigFormat {
    /** Mooring's own form. Everything that is nothing else counts as it, so that its reader says what is wrong. */
    PLAIN("(?!)"),
    ARM(
            "\"\\$schema\"\\s*:\\s*\"[^\"\\n]{0,200}(?i:deployment)?Template\\.json|\"(?i:type)\"\\s*:\\s*\"(?i:Microsoft\\.(Network|Cdn))/"),
    ARM_PARAMETERS("\"\\$schema\"\\s*:\\s*\"[^\"\\n]{0,200}Parameters\\.json"),
    BICEP("(?m)^(targetScope\\s*=|using\\s+'|(param|var|resource|module)\\s+\\w+\\s*['=\\w])"),
    KUBERNETES("(?m)^(apiVersion|kind)\\s*:|^- op:\\s|\"apiVersion\"\\s*:\\s*\"[a-z]"),
    JSON("\\A\\s*+(?://[^\\n]*+\\s++){0,20}+[{\\[]\\s*+([\"{/\\[]|\\z)");

    /** What a format is must show early in the file. */
    private static final int LOOK_AT = 64 * 1024;

    private final Pattern sign;

    ConfigFormat(String sign) {
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
}
