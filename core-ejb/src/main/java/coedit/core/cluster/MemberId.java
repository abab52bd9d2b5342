package coedit.core.cluster;

/** Names one running server of the cluster; a restarted one has another name. */
public record MemberId(String value) {}
