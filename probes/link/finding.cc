#include "probes/link/finding.h"

namespace replwatch::link {

constexpr std::array<std::string_view, kFindingCount> kFindingCodes{"replica_writable",
                                                                    "local_writes_on_replica",
                                                                    "source_read_only",
                                                                    "source_not_sampled",
                                                                    "peer_silent",
                                                                    "filter_mismatch",
                                                                    "filter_drops_writes",
                                                                    "skips_errors",
                                                                    "not_durable",
                                                                    "verification_inactive",
                                                                    "crl_not_checked",
                                                                    "subject_not_checked",
                                                                    "certificate_expiring",
                                                                    "crl_expiring",
                                                                    "certificate_not_reloaded",
                                                                    "reload_will_fail",
                                                                    "key_readable",
                                                                    "log_unreadable",
                                                                    "log_time_zone",
                                                                    "retry_exhaustion_ahead",
                                                                    "binlog_purge_risk",
                                                                    "heartbeat_period_too_long",
                                                                    "monitor_grant_missing",
                                                                    "monitor_account_too_powerful",
                                                                    "replication_account_too_powerful",
                                                                    "clock_offset",
                                                                    "flapping",
                                                                    "unknown_replica",
                                                                    "tunnel_not_boot_safe",
                                                                    "old_protocol_allowed",
                                                                    "log_not_writable"};
static_assert(kFindingCodes.back() == "log_not_writable" &&
              static_cast<std::size_t>(FindingCode::log_not_writable) + 1 == kFindingCount);

}  // namespace replwatch::link
