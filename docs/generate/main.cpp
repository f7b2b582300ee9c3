// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The catalogue goes in, docs/catalogue.md and its plots come out: `catalogue_document write PROJECT`. With `check`
// nothing is written: what is stale is named, and the command that renews it.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "page.hpp"
#include "plot.hpp"

namespace {

using namespace ogive::document;
namespace fs = std::filesystem;

std::vector<maximum> errors_of(const fs::path& project) {
  return ogive::sweep::read_maxima((project / "docs/accuracy.csv").string());
}

std::vector<section> all_sections(const fs::path& project) {
  const auto paragraphs = read_paragraphs(project);
  const std::vector<maximum> errors = errors_of(project);
  std::vector<section> sections;
  for (const record& r : ogive::catalogue::table()) {
    const auto found = paragraphs.find(r.name);
    if (found == paragraphs.end()) throw std::runtime_error("no paragraph of " + std::string(r.name));
    sections.emplace_back(r, found->second, errors);
  }
  return sections;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

fs::path plot_of(const fs::path& project, const section& s) { return project / "docs/catalogue" / (s.name() + ".svg"); }

int write(const fs::path& project) {
  const std::vector<section> sections = all_sections(project);
  std::ofstream(project / "docs/catalogue.md") << page_of(sections, errors_of(project));
  fs::remove_all(project / "docs/catalogue");
  fs::create_directory(project / "docs/catalogue");
  std::FILE* const gnuplot = popen("gnuplot", "w");
  if (gnuplot == nullptr) throw std::runtime_error("cannot run gnuplot");
  std::fputs(plot_style, gnuplot);
  for (const section& s : sections) draw(gnuplot, s.plot(), s.kinks(), plot_of(project, s).string());
  if (pclose(gnuplot) != 0) throw std::runtime_error("gnuplot (package gnuplot-nox) failed");
  for (const section& s : sections) put_samples(s.plot(), plot_of(project, s));
  return EXIT_SUCCESS;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

int check(const fs::path& project) {
  const std::vector<section> sections = all_sections(project);
  const std::vector<std::string> made = lines_of(page_of(sections, errors_of(project))),
                                 stored = lines_of(content_of(project / "docs/catalogue.md"));
  int stale = 0;
  const auto complain = [&](const std::string& what) {
    if (++stale <= 20) std::cout << what << '\n';
  };
  for (std::size_t k = 0; k != std::max(made.size(), stored.size()); ++k) {
    const auto line = [&](const std::vector<std::string>& page) { return k < page.size() ? page[k] : "(end)"; };
    if (line(made) == line(stored)) continue;
    complain("docs/catalogue.md:" + std::to_string(k + 1) + "\n  has  " + line(stored) + "\n  want " + line(made));
    break;  // what follows may only be shifted
  }
  std::set<std::string> plots;
  for (const section& s : sections) {
    plots.insert(s.name() + ".svg");
    if (!is_drawn(s.plot(), plot_of(project, s))) complain("docs/catalogue/" + s.name() + ".svg is stale or missing");
  }
  for (const auto& file : fs::directory_iterator(project / "docs/catalogue")) {
    const std::string name = file.path().filename().string();
    if (!plots.contains(name)) complain("docs/catalogue/" + name + " is of no activation");
  }
  if (stale == 0) return EXIT_SUCCESS;
  std::cout << "renew them: bash docs/generate.sh\n";
  return EXIT_FAILURE;
}

}  // namespace

int main(int count, char** arguments) try {
  const std::string job = count == 3 ? arguments[1] : "";
  if (job == "write") return write(arguments[2]);
  if (job == "check") return check(arguments[2]);
  std::cerr << "usage: catalogue_document write|check PROJECT_DIR\n";
  return EXIT_FAILURE;
} catch (const std::exception& e) {
  std::cerr << "catalogue_document: " << e.what() << '\n';
  return EXIT_FAILURE;
}
