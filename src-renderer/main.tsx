import './ui/csp-nonce.ts';
import './styles/main.css';
import './app/app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { ClientContext } from './client/client-context.ts';
import { createElectronClient } from './client/electron-client.ts';
import { TooltipProvider } from './ui/Tooltip.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <ClientContext value={createElectronClient()}>
      <TooltipProvider>
        <App />
      </TooltipProvider>
    </ClientContext>
  </StrictMode>,
);
