#include "agent/config/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/config/keys.h"

namespace replwatch::config {
namespace {

using testing::HasSubstr;

void expect_in(const std::string& page, const Object& object) {
  for (const Key& key : object.keys) {
    EXPECT_THAT(page, HasSubstr("| `" + std::string(key.name) + "` | "));
    EXPECT_THAT(page, HasSubstr(" | " + std::string(key.help) + " |\n"));
    if (key.of != nullptr) expect_in(page, *key.of);
  }
}

TEST(ConfigReference, DescribesEveryKey) { expect_in(config_reference(), kRoot); }

TEST(ConfigReference, TellsTypeDefaultAndWhatIsRequired) {
  const std::string page = config_reference();
  EXPECT_THAT(page, HasSubstr("| `deadline` | a duration above zero | `3s` | how long one look may take |"));
  EXPECT_THAT(page, HasSubstr("| `servers` | an object of them, by name | required |"));
  EXPECT_THAT(page, HasSubstr("| `tls` | one of `\"off\"`, `\"required\"`, `\"verify\"` | `off` |"));
  EXPECT_THAT(page, HasSubstr("\n## `links.NAME.accept.FINDING`\n"));
}

// A row would end at a bar or a line break.
TEST(ConfigReference, NoHelpBreaksTheTable) {
  const std::string page = config_reference();
  std::size_t at = 0;
  while ((at = page.find("\n| `", at)) != std::string::npos) {
    const std::string line = page.substr(at + 1, page.find('\n', at + 1) - at - 1);
    EXPECT_EQ(std::count(line.begin(), line.end(), '|'), 5) << line;
    ++at;
  }
}

}  // namespace
}  // namespace replwatch::config
