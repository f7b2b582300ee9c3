// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The headers of the catalogue go in; for each activation its family and its paragraph come out, so that prose stands
// once: above the formula.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ogive::document {

/// A header of the catalogue: `gates.hpp` is "Gates", and the first sentence of its head.
struct family {
  std::string file, title, sentence;
};

/// What stands above an activation: `swish(x) = x · σ(x)`, and the rest.
struct paragraph {
  family of;
  std::string formula, prose;
};

inline std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// Lines of a comment joined, without what they begin with.
inline void join(std::string& text, std::string_view line) {
  if (!text.empty() && !line.empty()) text += ' ';
  text += line;
}

inline family family_of(const std::filesystem::path& path, const std::vector<std::string>& lines) {
  family f{path.filename().string(), path.stem().string(), {}};
  std::replace(f.title.begin(), f.title.end(), '_', ' ');
  f.title[0] = static_cast<char>(f.title[0] - 'a' + 'A');
  for (std::size_t k = 2; k != lines.size() && lines[k].starts_with("// "); ++k)
    join(f.sentence, std::string_view(lines[k]).substr(3));
  const std::string_view wing = "Wing, activations. ";
  if (f.sentence.starts_with(wing)) f.sentence.erase(0, wing.size());
  f.sentence.erase(std::min(f.sentence.find(". "), f.sentence.size() - 1) + 1);
  if (f.sentence.starts_with(f.title + ": ")) f.sentence.erase(0, f.title.size() + 2);  // once is enough
  return f;
}

/// The paragraphs of all activations in include/ogive/activations, by name.
inline std::map<std::string, paragraph, std::less<>> read_paragraphs(const std::filesystem::path& project) {
  std::map<std::string, paragraph, std::less<>> found;
  for (const auto& header : std::filesystem::directory_iterator(project / "include/ogive/activations")) {
    const std::vector<std::string> lines = lines_of(header.path());
    paragraph current{family_of(header.path(), lines), {}, {}};
    for (const std::string& line : lines) {
      const std::string_view definition = "inline constexpr auto ";
      if (line.starts_with("///")) {
        const std::string_view text = std::string_view(line).substr(line.size() > 3 ? 4 : 3);
        if (current.formula.empty()) current.formula = text;
        else join(current.prose, text);
        continue;
      }
      if (line.starts_with(definition)) {
        const std::string name = line.substr(definition.size(), line.find(' ', definition.size()) - definition.size());
        found[name] = current;
      }
      current.formula.clear(), current.prose.clear();
    }
  }
  return found;
}

/// Prose as Markdown: the signs that it would read as its own are escaped, papers are linked.
inline std::string markdown(std::string_view prose) {
  std::string text;
  for (std::size_t k = 0; k != prose.size(); ++k) {
    const std::string_view paper = "arXiv:", rest = prose.substr(k);
    if (rest.starts_with(paper)) {
      std::size_t end = paper.size();
      while (end != rest.size() && (('0' <= rest[end] && rest[end] <= '9') || rest[end] == '.')) ++end;
      if (rest[end - 1] == '.') --end;
      const std::string number(rest.substr(paper.size(), end - paper.size()));
      text += "[arXiv:" + number + "](https://arxiv.org/abs/" + number + ")";
      k += end - 1;
    } else {
      if (std::string_view("*<|").find(prose[k]) != std::string_view::npos) text += '\\';
      text += prose[k];
    }
  }
  return text;
}

}  // namespace ogive::document
