#include "exporters/html.h"

#include "probes/text.h"

namespace replwatch::exporters {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : one_line(text, 4000)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string element(std::string_view name, std::string_view content, std::string_view kind) {
  std::string html = "<" + std::string(name);
  if (!kind.empty()) html += " class=\"" + escaped(kind) + "\"";
  return html + ">" + std::string(content) + "</" + std::string(name) + ">";
}

}  // namespace replwatch::exporters
