#include "probes/mysql/binary_logs.h"

#include <algorithm>

#include "probes/instant.h"
#include "probes/mysql/columns.h"
#include "probes/text.h"

namespace replwatch::mysql {

Result<std::vector<LogFileSize>> parse_binary_logs(const Table& table) {
  std::vector<LogFileSize> files;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    RowReader row(table, i);
    const std::string_view name = row.required("Log_name");
    const auto bytes = row.required_number<std::uint64_t>("File_size");
    if (row.failure()) return *row.failure();
    const std::optional<std::uint64_t> file = parse_log_file_number(name);
    if (!file) return Failure{Reason::malformed, "'" + one_line(name, 60) + "' is no binary log's name"};
    if (!files.empty() && files.back().file >= *file) {
      return Failure{Reason::malformed, "'" + one_line(name, 60) + "' is out of order"};
    }
    files.push_back({*file, bytes});
  }
  return files;
}

double bytes_between(const std::vector<LogFileSize>& files, Position from, Position to) {
  if (from >= to) return 0;
  if (from.file == to.file) return static_cast<double>(to.offset - from.offset);
  double bytes = static_cast<double>(to.offset) - static_cast<double>(from.offset);
  auto known = std::ranges::lower_bound(files, from.file, {}, &LogFileSize::file);
  for (std::uint64_t file = from.file; file < to.file; ++file, ++known) {
    if (known == files.end() || known->file != file) return kUnknown;
    bytes += static_cast<double>(known->bytes);
  }
  // A file that is shorter than what was read of it was overtaken by a newer one of the same name.
  return bytes < 0 ? kUnknown : bytes;
}

}  // namespace replwatch::mysql
