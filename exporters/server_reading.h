// What a server's record says at the moment of answering: 0, 1 or a number; NaN when not known or too old.
#pragma once

#include <string>

#include "exporters/view.h"

namespace replwatch::exporters {

const mysql::Variables* variables_of(const ServerRecord& server, const View& view);
const mysql::SourceStatus* source_of(const ServerRecord& server, const View& view);
const std::vector<mysql::Thread>* threads_of(const ServerRecord& server, const View& view);

// 1: the latest look was answered; 0: it failed; NaN: no look yet, or none lately.
double server_up(const ServerRecord& server, const View& view);
double threads_of_kind(const ServerRecord& server, const View& view, mysql::ThreadKind kind);

// "10.11.19": made of numbers, so that a server cannot choose a label's text. "" before the first answer.
std::string version_of(const ServerRecord& server);
std::string flavor_of(const ServerRecord& server);

}  // namespace replwatch::exporters
