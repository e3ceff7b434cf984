-- Neovim, set up as docs/editors.md says, proves a hole as a person would: opens a file, waits for the hole to be shown,
-- chooses the code action, and waits for the text to change.
--
--     nvim --headless --clean -c 'luafile tests/editors/neovim.lua' FILE.lean
--
-- Exits with 0 when the file has no hole any more; else says why not and exits with 1.

local patience = 150000

local function fail(what)
  io.stderr:write("neovim: " .. what .. "\n")
  vim.cmd("cquit 1")
end

local function wait(what, is)
  local seen
  local done = vim.wait(patience, function()
    seen = is()
    return seen
  end, 50)
  if not done then
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
    error("there was no " .. what .. "; the messages were:\n" .. vim.fn.execute("messages") .. "\nthe text:\n" .. text)
  end
  return seen
end

-- The configuration that the documentation gives, to the letter.
local function documented()
  local root = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h")
  local page = table.concat(vim.fn.readfile(root .. "/docs/editors.md"), "\n")
  return assert(page:match("```lua\n(.-)```"), "docs/editors.md has no Lua")
end

-- The first diagnostic of ours with this code.
local function hole(code)
  for _, it in ipairs(vim.diagnostic.get(0)) do
    local said = it.code or vim.tbl_get(it, "user_data", "lsp", "code")
    if it.source == "proofwright" and said == code then
      return it
    end
  end
end

local function prove()
  vim.g.mapleader = " "
  assert(loadstring(documented()))()
  vim.cmd("edit!")

  local shown = wait("open hole", function() return hole("open") end)
  assert(shown.severity == vim.diagnostic.severity.HINT, "a hole is to be a hint")
  wait("status of one open hole", function() return vim.b.proofwright == "1 open" end)

  local offered = {}
  vim.ui.select = function(items, options, choose)
    for index, item in ipairs(items) do
      local title = options.format_item(item)
      table.insert(offered, title)
      if title:match("^Prove ") and not title:match("all") then
        return choose(item, index)
      end
    end
  end
  vim.api.nvim_win_set_cursor(0, { shown.lnum + 1, shown.col })
  vim.api.nvim_feedkeys(" p", "mx", false)
  wait("code action to prove a hole", function() return #offered > 0 end)
  wait("edit", function()
    return not table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"):match("sorry")
  end)
  wait("end of the diagnostic", function() return #vim.diagnostic.get(0) == 0 end)
  wait("empty status", function() return vim.b.proofwright == "" end)
  vim.cmd("write")
end

local fine, why = pcall(prove)
if not fine then
  fail(why)
end
vim.cmd("quitall!")
