#include "probes/tunnel/log_event.h"

namespace replwatch::tunnel {
namespace {

constexpr std::array<std::string_view, kEventKinds> kCodes{
    "started",          "start_failed",      "stopped",        "reloaded",      "reload_failed",
    "log_reopened",     "accepted",          "verify_ok",      "verify_failed", "peer_rejected_us",
    "handshake_failed", "backend_connected", "connect_failed", "closed",        "reset",
    "client_limit",     "idle_timeout"};
static_assert(static_cast<std::size_t>(EventKind::idle_timeout) + 1 == kEventKinds);
static_assert(!kCodes.back().empty());

}  // namespace

std::string_view code(EventKind kind) { return kCodes[static_cast<std::size_t>(kind)]; }

}  // namespace replwatch::tunnel
